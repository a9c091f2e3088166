import { dirname } from 'node:path';
import { checkFolder, socketPath, type HandoverClient, type HostState } from '../../app/hub/client/index.ts';
import { asUser, stateOf, type Context } from '../context.ts';
import { CommandError, endOf } from '../exit.ts';
import { inWords } from '../in-words.ts';
import { envelope, paint } from '../output.ts';

type Mark = 'well' | 'note' | 'wrong';
interface Finding { readonly mark: Mark; readonly text: string }

const oldestNode = [20, 19] as const;
const styles = { well: 'green', note: 'yellow', wrong: 'red' } as const;

/** What is missing or denied, and how to mend it. @throws CommandError when something is wrong */
export async function doctor(context: Context): Promise<void> {
  const where = await place(context);
  // A place that cannot be trusted is not gone to.
  const findings = [nodeVersion(context), ...where, ...where.some(({ mark }) => mark === 'wrong') ? [] : await running(context)];
  const isWell = findings.every(({ mark }) => mark !== 'wrong');
  if (context.json) context.write(envelope('doctor', findings));
  else {
    const lines = findings.map(({ mark, text }) => `${paint(context, styles[mark], context.say(`mark.${mark}`))}  ${text}`);
    context.write(`${[...lines, ...(findings.every(({ mark }) => mark === 'well') ? [context.say('doctor.allWell')] : [])].join('\n')}\n`);
  }
  if (!isWell) throw new CommandError('failed', '');
}

function nodeVersion({ say }: Context): Finding {
  const version = process.versions.node;
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const isOld = major < oldestNode[0] || (major === oldestNode[0] && minor < oldestNode[1]);
  return isOld ? { mark: 'wrong', text: say('doctor.nodeOld', { version }) } : { mark: 'well', text: say('doctor.node', { version }) };
}

async function place(context: Context): Promise<Finding[]> {
  const { say, socket } = context;
  const folder = dirname(socket ?? socketPath());
  try {
    await checkFolder(folder);
    return [{ mark: 'well', text: say('doctor.place', { path: folder }) }];
  } catch (error) {
    // Nobody has made it yet: the next finding says so.
    return (error as NodeJS.ErrnoException).code === 'ENOENT' ? [] : [{ mark: 'wrong', text: await inWords(context, error) }];
  }
}

async function running(context: Context): Promise<Finding[]> {
  const { say } = context;
  let client: HandoverClient;
  try {
    client = await asUser(context);
  } catch (error) {
    return [{ mark: 'wrong', text: endOf(error).kind === 'notRunning' ? say('doctor.notRunning') : await inWords(context, error) }];
  }
  try {
    return [{ mark: 'well', text: say('doctor.running', { program: client.program, path: context.socket ?? socketPath() }) }, ...network(context, await stateOf(client))];
  } finally { client.close(); }
}

function network({ say, texts }: Context, { driver, system, isOnline }: HostState): Finding[] {
  const name = texts.of(`driver.${driver.name}`);
  const findings: Finding[] = [
    !driver.available ? { mark: 'wrong', text: say('doctor.driverGone', { driver: name, reason: driver.unavailableReason ?? '' }) }
      : driver.simulation ? { mark: 'note', text: say('doctor.simulated') } : { mark: 'well', text: say('doctor.driver', { driver: name }) },
  ];
  for (const [action, permission] of Object.entries(system.permissions) as [keyof typeof system.permissions, string][]) {
    const word = { action: say(`action.${action}`) };
    if (permission === 'yes') findings.push({ mark: 'well', text: say('doctor.allowed', word) });
    else if (permission === 'asks') findings.push({ mark: 'note', text: say('doctor.asks', word) });
    else if (permission === 'no') findings.push({ mark: 'wrong', text: say('doctor.denied', word) });
    else findings.push({ mark: 'note', text: say('doctor.notSupported', word) });
  }
  for (const kind of ['wifi', 'mobile'] as const) {
    const radio = system.radios[kind];
    if (!radio.present) continue;
    if (!radio.hardwareOn) findings.push({ mark: 'note', text: say('doctor.radioHardware', { radio: say(`radio.${kind}`) }) });
    else if (!radio.on) findings.push({ mark: 'note', text: say('doctor.radioOff', { radio: say(`radio.${kind}`) }) });
  }
  findings.push(isOnline ? { mark: 'well', text: say('doctor.internet') } : { mark: 'note', text: say('doctor.noInternet') });
  return findings;
}
