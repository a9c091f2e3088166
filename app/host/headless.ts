import { homedir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { driverChoices } from '../contract/values.ts';
import { RequestError } from '../contract/contract.ts';
import { ScenarioError } from '../drivers/simulated/index.ts';
import { openHost, type HostOptions } from './index.ts';

const usage = `Handover without a window: holds the sessions, plays no part in what you see.
  --driver=${driverChoices.join('|')}
                                           which network (auto: NetworkManager where it answers, else simulated)
  --scenario=NAME|PATH --speed=N --seed=N  of the simulated network
  --data-folder=PATH                       settings and journal
It prints every event of its sessions as one line of JSON and ends at SIGINT or SIGTERM.`;

/** The plain Node entry: the same host as in the desktop program, without Electron. */
async function main(): Promise<void> {
  const options = readOptions();
  const host = await openHost(options);
  const print = (line: unknown) => { process.stdout.write(`${JSON.stringify(line)}\n`); };
  const { driver } = host.snapshot().state;
  print({ event: 'ready', driver: driver.name, available: driver.available, reason: driver.unavailableReason });
  host.on('session.event', ({ session, event }) => { print({ at: Date.now(), session, ...event }); });
  // The host's timers do not keep a process alive; this one lives until it is told to end.
  const alive = setInterval(() => {}, 2 ** 30);
  const stop = () => {
    clearInterval(alive);
    void host.stop().then(() => { process.exit(0); });
  };
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
}

function readOptions(): HostOptions {
  const { values } = parseArgs({
    options: {
      driver: { type: 'string' }, scenario: { type: 'string' }, speed: { type: 'string' }, seed: { type: 'string' },
      'data-folder': { type: 'string' }, help: { type: 'boolean', short: 'h' },
    },
  });
  if (values.help === true) { console.log(usage); process.exit(0); }
  const { driver } = values;
  const chosen = driverChoices.find((each) => each === driver);
  if (driver !== undefined && !chosen) throw new RequestError('invalidInput', `--driver=${driver} is not known. It can be ${driverChoices.join(', ')}.`);
  const number = (name: 'speed' | 'seed') => {
    const text = values[name];
    if (text === undefined) return undefined;
    if (text.trim() === '' || !Number.isFinite(Number(text))) throw new RequestError('invalidInput', `--${name}=${text} is no number.`);
    return Number(text);
  };
  const speed = number('speed');
  const seed = number('seed');
  return {
    canAsk: false,
    dataFolder: values['data-folder'] ?? join(process.env['XDG_DATA_HOME'] ?? join(homedir(), '.local', 'share'), 'handover'),
    ...(chosen && { driver: chosen }), ...(values.scenario !== undefined && { scenario: values.scenario }),
    ...(speed !== undefined && { speed }), ...(seed !== undefined && { seed }),
  };
}

main().catch((error: unknown) => {
  const expected = error instanceof RequestError || error instanceof ScenarioError || (error instanceof TypeError && 'code' in error);
  console.error(expected ? (error as Error).message : error);
  process.exit(expected ? 2 : 1);
});
