import { passwordFits, wantedBy } from '../../app/contract/credentials.ts';
import { currentAccessPoint, desktopSession, ownSession, wayTo } from '../../app/contract/reading.ts';
import type { HandoverClient, HostState, RequestInput } from '../../app/hub/client/index.ts';
import { clientName, driverFailureText, endReasonText, securityText } from '../../app/text/index.ts';
import { stateOf, until, withHost, type Context } from '../context.ts';
import { CommandError } from '../exit.ts';
import { findAccessPoint, nameOf } from '../find.ts';
import { print } from '../output.ts';
import { confirm, readPassword } from '../prompt.ts';
import { enterpriseCredentials, isEnterprise, type EnterpriseOptions } from './enterprise.ts';

export interface ConnectOptions extends EnterpriseOptions {
  passwordStdin?: boolean;
  /** Of a stored one, too. */
  newPassword?: boolean;
  hidden?: boolean;
  security: NonNullable<HostState['configurations'][string]['accessPoint']>['security'] & string;
  timeout: number;
}

/** Connects: a stored one by the desktop's session or a new one of its own, a new one with what is asked for. */
export async function connectTo(context: Context, name: string, options: ConnectOptions): Promise<void> {
  await withHost(context, async (client) => {
    const state = await stateOf(client);
    if (options.hidden) {
      await join(context, client, { target: 'hidden', ssid: Buffer.from(name).toString('hex'), security: options.security }, name, options);
      return;
    }
    const target = findAccessPoint(context, state, name);
    const shown = nameOf(context, state, target.id);
    if (currentAccessPoint(state) === target.id && options.newPassword !== true) print(context, 'connect', { configuration: target.id }, context.say('done.already', { name: shown }));
    else if (target.accessPoint.kind !== 'wifi' || (target.stored && !givesAnew(options))) await open(context, client, state, target.id, options.timeout);
    else await join(context, client, { target: 'accessPoint', accessPoint: target.id }, shown, { ...options, security: target.accessPoint.security ?? 'open' });
  });
}

/** Of a stored one what is given replaces what is stored. */
const givesAnew = (options: ConnectOptions): boolean => options.newPassword === true || options.passwordStdin === true || isEnterprise(options);

async function open(context: Context, client: HandoverClient, state: HostState, id: string, seconds: number): Promise<void> {
  const way = wayTo(state, id);
  const name = nameOf(context, state, id);
  if (way.way === 'open') {
    const session = way.session ?? (await client.request('session.create', { configuration: id })).session;
    await client.request('session.open', { session });
    await until(context, client, (now) => {
      const failure = now.configurations[id]?.accessPoint?.failure?.failure;
      if (failure && now.sessions[session]?.state !== 'connecting') throw openFailed(context, name, failure);
      return now.sessions[session]?.isOpen || undefined;
    }, seconds);
    print(context, 'connect', { configuration: id }, context.say('done.connected', { name }));
    return;
  }
  await client.request('session.roamTo', { session: way.session, configuration: id });
  let seen = false;
  const trial = await until(context, client, (now) => {
    seen ||= now.trial?.to === id;
    if (seen && now.trial === null && desktopSession(now)?.activeConfiguration !== id) throw new CommandError('failed', context.say('error.openFailed', { name, reason: '' }).trim());
    if (now.trial?.phase === 'returning') throw new CommandError('failed', context.say('error.trialEnded', { reason: now.trial.end ? endReasonText(context.texts, now.trial.end) : '' }));
    return now.trial?.phase === 'passed' ? now.trial : undefined;
  }, seconds);
  print(context, 'connect', { configuration: id, trial }, context.say('done.onTrial', { name, silence: context.say(`silence.${trial.silence}`) }));
}

async function join(context: Context, client: HandoverClient, target: RequestInput<'accessPoint.connect'>['target'], name: string, options: ConnectOptions): Promise<void> {
  const result = await client.request('accessPoint.connect', { target, credentials: await askCredentials(context, name, options), interface: null, hardwareAddress: 'default' });
  if (result.result === 'failed') throw openFailed(context, name, result.failure);
  print(context, 'connect', { configuration: result.configuration }, context.say('done.connected', { name }));
}

async function askCredentials(context: Context, name: string, options: ConnectOptions): Promise<RequestInput<'accessPoint.connect'>['credentials']> {
  const { security, passwordStdin = false } = options;
  const wanted = wantedBy(security);
  if (wanted === 'eap') return enterpriseCredentials(context, name, options);
  if (isEnterprise(options)) throw new CommandError('usage', context.say('error.notEnterprise', { name }));
  if (wanted === 'nothing') return { kind: 'none' };
  const password = await readPassword(context, context.say('ask.password', { name }), passwordStdin);
  if (!passwordFits(security, password)) throw new CommandError('usage', context.say('error.notStoredNoPassword', { security: securityText(context.texts, security) }));
  return { kind: 'password', password };
}

const openFailed = (context: Context, name: string, failure: Parameters<typeof driverFailureText>[1]): CommandError =>
  new CommandError('failed', context.say('error.openFailed', { name, reason: driverFailureText(context.texts, failure).all }));

/** Takes a link down, whoever holds it; asks first, saying whom it hits. */
export async function disconnect(context: Context, given: string | undefined, { yes = false, timeout }: { yes?: boolean; timeout: number }): Promise<void> {
  await withHost(context, async (client) => {
    const state = await stateOf(client);
    const id = given === undefined ? currentAccessPoint(state) : findAccessPoint(context, state, given).id;
    if (id === null) throw new CommandError('failed', context.say('error.notConnected'));
    const name = nameOf(context, state, id);
    const hit = Object.values(state.sessions).filter((each) => each.isOpen && each.activeConfiguration === id);
    const who = context.texts.list([...new Set(hit.map((each) => clientName(context.texts, each.client).plain))]);
    if (!yes && !await confirm(context, context.say('ask.disconnect', { name, who: who || context.say('ask.nobody') }))) return;
    // Any session on it may stop it, open or not (STOP-08); one made for that is taken away again.
    const own = hit[0]?.id ?? ownSession(state, id)?.id;
    const session = own ?? (await client.request('session.create', { configuration: id })).session;
    await client.request('session.stop', { session });
    await until(context, client, (now) => now.configurations[id]?.accessPoint?.link?.state !== 'active' || undefined, timeout);
    if (own === undefined) await client.request('session.dispose', { session });
    print(context, 'disconnect', { configuration: id }, context.say('done.disconnected', { name }));
  });
}

export async function forget(context: Context, given: string, { yes = false }: { yes?: boolean }): Promise<void> {
  await withHost(context, async (client) => {
    const state = await stateOf(client);
    const { id } = findAccessPoint(context, state, given);
    const name = nameOf(context, state, id);
    if (!yes && !await confirm(context, context.say('ask.forget', { name }))) return;
    await client.request('accessPoint.forget', { accessPoint: id });
    print(context, 'forget', { configuration: id }, context.say('done.forgotten', { name }));
  });
}

/** Asks for a scan, and waits for its end. */
export async function scan(context: Context): Promise<void> {
  await withHost(context, async (client) => {
    await new Promise<void>((resolve, reject) => {
      client.manager.on('updateCompleted', resolve);
      client.request('manager.updateConfigurations', null).catch(reject);
    });
  });
}
