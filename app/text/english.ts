import { joinParts } from './catalogue.ts';
import { englishDesktop } from './english-desktop.ts';
import { englishForms } from './english-forms.ts';
import { englishManage } from './english-manage.ts';
import { englishProgram } from './english-program.ts';
import { englishRecord } from './english-record.ts';
import { englishReasons } from './english-reasons.ts';
import { englishRoaming } from './english-roaming.ts';
import { englishSimulator } from './english-simulator.ts';
import { englishWindow } from './english-window.ts';

/**
 * The English catalogue: the source of keys. `{{name}}` marks a value. Where a count decides, a key ends in `_one` and
 * `_other`; `_ordinal_…` for ranks. Words follow the rules of the look: cause first, no exclamation mark, units with a
 * space.
 */
export const english = joinParts(englishWindow, englishReasons, englishRoaming, englishSimulator, englishForms, englishManage, englishDesktop, englishProgram, englishRecord);
export type EnglishCatalogue = typeof english;
