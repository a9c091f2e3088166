import { joinParts } from './catalogue.ts';
import { chineseDesktop } from './chinese-desktop.ts';
import { chineseForms } from './chinese-forms.ts';
import { chineseManage } from './chinese-manage.ts';
import { chineseProgram } from './chinese-program.ts';
import { chineseRecord } from './chinese-record.ts';
import { chineseReasons } from './chinese-reasons.ts';
import { chineseRoaming } from './chinese-roaming.ts';
import { chineseSimulator } from './chinese-simulator.ts';
import { chineseWindow } from './chinese-window.ts';
import type { EnglishCatalogue } from './english.ts';

/** Chinese knows one form of a plural, so the forms for "one", "two" and "few" fall away. */
type Needed = Exclude<keyof EnglishCatalogue, `${string}_one` | `${string}_two` | `${string}_few`>;

/** The Chinese catalogue (simplified characters): the same keys as the English one, checked here and by a test. */
export const chinese: Readonly<Record<Needed, string>> = joinParts(chineseWindow, chineseReasons, chineseRoaming, chineseSimulator, chineseForms, chineseManage, chineseDesktop, chineseProgram, chineseRecord);
