import { AxeBuilder } from '@axe-core/playwright';
import type { RequestInput } from '../../app/contract/contract.ts';
import { ask, type Handover } from './launch.ts';

/** What can be wrong with a page as it is looked at. */

export const findings = async ({ page }: Handover) => (await new AxeBuilder({ page }).setLegacyMode().analyze()).violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 120)).join(' ')}`);

/** What reaches beyond the window's right edge, and controls whose words reach beyond themselves. */
export const tooWide = ({ page }: Handover) => page.evaluate(() => [...document.querySelectorAll<HTMLElement>('body *')].filter((each) => {
  if (each.closest('.hidden, .table, .plan, [aria-hidden=true]')) return false;
  const isBeyond = each.getBoundingClientRect().right > innerWidth + 1;
  return isBeyond || (each.matches('.button, .link, h2, h4') && each.clientWidth > 0 && each.scrollWidth > each.clientWidth + 1 && getComputedStyle(each).overflow === 'visible');
}).map((each) => `${each.tagName} ${each.className} ${each.textContent.slice(0, 40)}`));

export const set = (handover: Handover, settings: RequestInput<'settings.change'>) => ask(handover, 'settings.change', settings);

export const resize = ({ app }: Handover, width: number, height: number) => app.evaluate(({ BrowserWindow }, size) => { BrowserWindow.getAllWindows()[0]?.setContentSize(...size); }, [width, height] as [number, number]);
export const zoom = ({ app }: Handover, factor: number) => app.evaluate(({ BrowserWindow }, by) => { BrowserWindow.getAllWindows()[0]?.webContents.setZoomFactor(by); }, factor);
