import { afterEach, describe, expect, it } from 'vitest';
import type { ConfigurationManager, NetworkSession, NetworkSessionEvents } from '../../contract/session.ts';
import { StateFlag } from '../../contract/values.ts';
import { openHost } from '../../host/index.ts';
import { takePlace } from '../hub.ts';
import { HubRig } from '../testing/hub-rig.ts';
import { connect, type ConnectOptions, type HandoverClient } from './index.ts';

let rig: HubRig;
const clients: HandoverClient[] = [];
afterEach(async () => {
  for (const each of clients.splice(0)) each.close();
  await rig.end();
});

async function client(more: Partial<ConnectOptions> = {}): Promise<HandoverClient> {
  const made = await connect({ name: 'test program', socket: rig.path, ...more });
  clients.push(made);
  return made;
}

/** What a session tells from now on; a stateChanged by its state. */
function listen(session: NetworkSession): string[] {
  const told: string[] = [];
  session.on('stateChanged', (state) => { told.push(state); });
  for (const event of ['opened', 'closed', 'error', 'newConfigurationActivated'] as const) session.on(event, () => { told.push(event); });
  return told;
}

/** Awaits that something is so, looked at whenever a configuration changes. */
const until = (manager: ConfigurationManager, holds: () => boolean): Promise<void> => new Promise((resolve) => {
  const look = () => { if (holds()) { off(); resolve(); } };
  const off = manager.on('configurationChanged', look);
  look();
});

const next = <E extends keyof NetworkSessionEvents>(session: NetworkSession, event: E, holds: (...values: NetworkSessionEvents[E]) => boolean = () => true): Promise<NetworkSessionEvents[E]> =>
  new Promise((resolve) => {
    const off = session.on(event, (...values) => {
      if (!holds(...values)) return;
      off();
      resolve(values);
    });
  });

describe('a session of another process', () => {
  it('opens, shows in its own handlers what is so by then, counts, and closes', async () => {
    rig = await HubRig.open();
    const program = await client();
    const session = await program.createSession(rig.id('Office 5G'));
    expect(session.configuration).toMatchObject({ name: 'Office 5G', isValid: true, bearerTypeName: 'WLAN' });
    const told = listen(session);
    const seen: unknown[] = [];
    session.on('opened', () => { seen.push(session.isOpen, session.state, session.interface); });
    session.open();
    expect(session.isOpen).toBe(false);
    expect(await session.waitForOpened()).toBe(true);
    expect(seen).toEqual([true, 'connected', 'wlp3s0']);
    expect(session.sessionProperty('ActiveConfiguration')).toBe(session.configuration.identifier);
    expect(await session.link()).toMatchObject({ interface: 'wlp3s0' });
    await until(program.manager, () => session.configuration.state === StateFlag.active);
    session.close();
    await next(session, 'closed');
    expect(session.isOpen).toBe(false);
    expect(told.slice(0, 3)).toEqual(['connecting', 'opened', 'connected']);
  });

  it('that cannot be opened tells an error, and waitForOpened is false', async () => {
    rig = await HubRig.open({ scenario: 'captive-portal' });
    await rig.until((state) => Object.values(state.configurations).some(({ name, accessPoint }) => name === 'Conference' && accessPoint!.bss.length > 0));
    const program = await client();
    const session = await program.createSession(rig.id('Conference'));
    const told = listen(session);
    session.open();
    expect(await session.waitForOpened()).toBe(false);
    expect(told.slice(0, 2)).toEqual(['connecting', 'error']);
    await expect(program.createSession('nowhere')).rejects.toMatchObject({ code: 'notFound' });
  });

  it('answers offers as long as somebody listens, and its own probe decides the trial', async () => {
    rig = await HubRig.open({ scenario: 'walk-to-meeting-room' });
    await rig.until((state) => Object.values(state.sessions).some(({ isOpen }) => isOpen));
    const program = await client();
    const session = await program.createSession(program.manager.allConfigurations().find(({ type }) => type === 'serviceNetwork')!);
    const probed: string[] = [];
    session.setCarrierProbe(async (link) => { probed.push(...link.addresses); return false; });
    const off = session.on('preferredConfigurationChanged', () => undefined);
    session.open();
    const [candidate] = await next(session, 'preferredConfigurationChanged');
    expect(candidate.isValid).toBe(true);
    session.migrate();
    await next(session, 'stateChanged', (state) => state === 'connected');
    expect(probed.length).toBeGreaterThan(0);
    expect(session.configuration.children().some(({ identifier }) => identifier === candidate.identifier)).toBe(true);
    off();
    await rig.until((state) => Object.values(state.sessions).find(({ client: { name } }) => name === 'test program')?.roaming === 'followsUser');
  });

  it('is released when its process closes the connection, and disposing of it is silent', async () => {
    rig = await HubRig.open();
    const program = await client();
    const session = await program.createSession(rig.id('Office 5G'));
    const told = listen(session);
    session.dispose();
    expect(session.state).toBe('invalid');
    await rig.until((state) => Object.values(state.sessions).every(({ client: { isDesktop } }) => isDesktop));
    expect(told).toEqual([]);
    await program.createSession(rig.id('Office 5G'));
    program.close();
    await rig.until((state) => Object.values(state.sessions).every(({ client: { isDesktop } }) => isDesktop));
  });
});

describe('the manager of another process', () => {
  it('lists what the host lists, follows it, and ends an update in one updateCompleted (MGR-19)', async () => {
    rig = await HubRig.open();
    await rig.until((state) => state.isOnline);
    const { manager } = await client();
    expect(manager.allConfigurations().map(({ identifier }) => identifier).sort()).toEqual(Object.keys(rig.state.configurations).sort());
    expect(manager.isOnline).toBe(true);
    expect(manager.defaultConfiguration().isValid).toBe(true);
    expect(manager.configurationFromIdentifier('nowhere').isValid).toBe(false);
    expect(manager.configurationFromIdentifier('userChoice').type).toBe('userChoice');
    let completed = 0;
    const done = new Promise<void>((resolve) => { manager.on('updateCompleted', () => { completed += 1; resolve(); }); });
    manager.updateConfigurations();
    await done;
    expect(completed).toBe(1);
  });
});

describe('a host that goes and comes back', () => {
  it('finds its clients again: what was open is opened anew, what it answers for is answered for', async () => {
    rig = await HubRig.open();
    const program = await client();
    const session = await program.createSession(rig.id('Office 5G'));
    session.on('preferredConfigurationChanged', () => undefined);
    session.setSessionProperty('ConnectInBackground', true);
    session.open();
    await session.waitForOpened();
    const told = listen(session);
    const gone = new Promise<string>((resolve) => { program.on('disconnected', resolve); });
    rig.hub.stop();
    await rig.host.stop();
    expect(await gone).toContain('The host ends');
    expect([session.isOpen, session.state, session.interface]).toEqual([false, 'connecting', null]);
    await expect(program.request('state.get', null)).rejects.toMatchObject({ code: 'gone' });
    const opened = next(session, 'opened');
    const host = await openHost({ dataFolder: rig.folder, driver: 'simulated', scenario: 'quiet-office', speed: 100, seed: 7 });
    const hub = await (await takePlace(rig.path))?.serve({ host, program: 'Handover again' });
    try {
      await opened;
      expect(told).toEqual(['connecting', 'opened', 'connected']);
      expect(program.program).toBe('Handover again');
      expect(host.snapshot().state.sessions[session.id]).toMatchObject({ isOpen: true, client: { name: 'test program' } });
    } finally {
      hub?.stop();
      await host.stop();
    }
  });

  it('refuses the handshake: its own words are what connect rejects with', async () => {
    rig = await HubRig.open();
    await expect(connect({ name: 'x'.repeat(81), socket: rig.path })).rejects.toMatchObject({ name: 'HandoverError', code: 'invalidInput' });
  });

  it('is not there at first: said so, with how to start one', async () => {
    rig = await HubRig.open();
    await expect(connect({ name: 'early', socket: `${rig.folder}/none.sock` })).rejects.toMatchObject({ code: 'notRunning', message: expect.stringContaining('handover host') as string });
  });
});
