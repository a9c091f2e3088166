import type { ReactNode } from 'react';
import { About } from './About.tsx';
import type { TextKey } from '../../app/text/index.ts';
import { isOnMac } from '../parts/shortcuts.ts';
import { useTexts } from '../store/context.tsx';

/** Each shortcut of the window: its keys, which stand for one another, and what it does. A test holds them against what is listened to. */
export const shortcuts: readonly { readonly group: TextKey; readonly lines: readonly { readonly keys: readonly string[]; readonly does: TextKey }[] }[] = [
  { group: 'help.everywhere', lines: [
    { keys: ['?'], does: 'help.keys.help' }, { keys: ['Mod+1'], does: 'page.accessPoints' }, { keys: ['Mod+2'], does: 'page.sessions' }, { keys: ['Mod+3'], does: 'page.traffic' }, { keys: ['Mod+4'], does: 'page.activity' }, { keys: ['Mod+,'], does: 'page.settings' },
    { keys: ['/'], does: 'help.keys.search' }, { keys: ['F6'], does: 'help.keys.prompt' }, { keys: ['Esc'], does: 'help.keys.escape' },
  ] },
  { group: 'page.accessPoints', lines: [
    { keys: ['↑', '↓'], does: 'help.keys.rows' }, { keys: ['Home', 'End', 'PgUp', 'PgDn'], does: 'help.keys.far' }, { keys: ['→', '←'], does: 'help.keys.radios' }, { keys: ['Enter'], does: 'help.keys.details' }, { keys: ['F5'], does: 'scan.now' },
  ] },
  { group: 'help.serviceNetworks', lines: [{ keys: ['Alt+↑', 'Alt+↓'], does: 'help.keys.move' }] },
];

/** What the keyboard does, and in a few sentences what Handover is for. */
export function HelpPage(): ReactNode {
  const texts = useTexts();
  const mod = isOnMac() ? '⌘' : texts.t('help.control');
  return (
    <section className="page" aria-labelledby="page-title">
      <header className="page-head"><h2 id="page-title">{texts.t('page.help')}</h2></header>
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls has to be reached by the keyboard, at its beginning too */}
      <div className="page-scroll help" tabIndex={0} role="group" aria-labelledby="page-title">
        <p className="help-what">{texts.t('help.what')}</p>
        {shortcuts.map(({ group, lines }) => (
          <section key={group} aria-label={texts.of(group)}>
            <h3>{texts.of(group)}</h3>
            <dl>
              {lines.map(({ keys, does }) => (
                <div key={does} className="help-line">
                  <dt>{keys.map((one) => <kbd key={one}>{one.replace('Mod+', `${mod}+`)}</kbd>)}</dt><dd>{texts.of(does)}</dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
        <About />
      </div>
    </section>
  );
}
