import { statSync } from 'node:fs';
import { Journal } from '../journal.ts';
import { SettingsFile } from '../settings-file.ts';

/**
 * A process that keeps a record, for tests that kill it or take its disk away:
 *
 *   writer.mjs FOLDER endless      records and settings without an end; prints the time and number of each record as it is taken in
 *   writer.mjs FOLDER few          ten records, read back, and what was told; then it waits for a line and writes on
 */
const [folder = '', how = ''] = process.argv.slice(2);
const told: string[] = [];
const print = (line: unknown) => { process.stdout.write(`${JSON.stringify(line)}\n`); };
const settings = new SettingsFile(folder, (reason) => { told.push(`settingsNotSaved: ${reason}`); });
if (settings.problem) told.push(`${settings.problem.code}: ${settings.problem.detail}`);
const journal = new Journal({ folder, simulated: false, nameOf: () => 'Cable', tell: (code, detail) => { told.push(`${code}: ${detail}`); } });
let number = 0;
const add = () => {
  number += 1;
  journal.add(Date.now(), { kind: 'sessionOpened', session: `session-${number}`, client: 'writer', configuration: 'cable', accessPoint: 'cable' });
  journal.count({ at: Date.now(), interface: 'wired0', accessPoint: 'cable', received: 1000, sent: 10 });
};

if (how === 'endless') {
  setInterval(() => {
    for (let each = 0; each < 20; each += 1) add();
    settings.change({ nicknames: { cable: `Desk ${number}` } });
    print({ at: Date.now(), number });
  }, 5);
} else {
  const pageOf = () => journal.page({ filter: {}, cursor: null, limit: 500, order: 'newestFirst' }).records.length;
  const size = () => { try { return statSync(journal.path).size; } catch { return 0; } };
  for (let each = 0; each < 10; each += 1) add();
  settings.change({ nicknames: { cable: 'Desk' } });
  await settings.flush();
  print({ records: pageOf(), told: [...told], size: size() });
  process.stdin.once('data', () => {
    add();
    // It tries again by itself, at growing intervals.
    const look = setInterval(() => {
      if (pageOf() < 11) return;
      clearInterval(look);
      print({ records: pageOf(), told: [...told] });
      journal.close();
      process.exit(0);
    }, 100);
  });
}
