import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { HostState, SessionView } from '../../../app/contract/state.ts';
import { readJournal } from '../../../app/journal/read-journal.ts';
import { openHost, type Host } from '../../../app/host/index.ts';
import type { NetworkManagerLab } from './lab.ts';

/** A host on a lab's bus, with one session; it keeps the session's states as they were told. */
export class HostUnderTest {
  readonly states: string[] = [];
  readonly #folder = mkdtempSync(join(tmpdir(), 'handover-lab-'));
  readonly #busBefore = process.env['DBUS_SYSTEM_BUS_ADDRESS'];
  #host: Host | null = null;
  session = '';

  get host(): Host {
    if (!this.#host) throw new Error('the host is not open');
    return this.#host;
  }
  get state(): HostState { return this.host.snapshot().state; }
  get own(): SessionView | undefined { return this.state.sessions[this.session]; }

  /** @param members the session is on a service network of these */
  static async open(lab: NetworkManagerLab, members: string[]): Promise<HostUnderTest> {
    const test = new HostUnderTest();
    process.env['DBUS_SYSTEM_BUS_ADDRESS'] = lab.busAddress;
    const host = test.#host = await openHost({ dataFolder: test.#folder, driver: 'auto' });
    const { id } = await host.request(host.desktop, 'serviceNetwork.save', { id: null, name: 'Office', members });
    ({ session: test.session } = await host.request(host.desktop, 'session.create', { configuration: id }));
    host.on('session.event', ({ session, event }) => { if (session === test.session && event.event === 'stateChanged') test.states.push(event.state); });
    return test;
  }

  /** How trials ended, as it is recorded; ends the host, so that all is written. */
  async trialEnds(): Promise<string[]> {
    await this.#host?.stop();
    return readJournal(this.#folder).flatMap((each) => (each.kind === 'trialEnded' ? [(each['end'] as { code: string }).code] : []));
  }

  async stop(): Promise<void> {
    await this.#host?.stop();
    rmSync(this.#folder, { recursive: true, force: true });
    if (this.#busBefore === undefined) delete process.env['DBUS_SYSTEM_BUS_ADDRESS'];
    else process.env['DBUS_SYSTEM_BUS_ADDRESS'] = this.#busBefore;
  }

  until(what: string, holds: (state: HostState) => boolean, limit = 30_000): Promise<HostState> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        off();
        reject(new Error(`waited in vain until ${what}: session ${JSON.stringify(this.own)}, links ${JSON.stringify(Object.values(this.state.configurations).map(each => [each.id, each.accessPoint?.link]))}, driver ${JSON.stringify(this.state.driver)}, states ${this.states.join(' ')}`));
      }, limit);
      const look = (): void => {
        if (!holds(this.state)) return;
        clearTimeout(timer);
        off();
        resolve(this.state);
      };
      const off = this.host.on('state.patch', () => { queueMicrotask(look); });
      queueMicrotask(look);
    });
  }

  async call(name: 'session.open' | 'session.close' | 'session.accept' | 'session.reject'): Promise<void> { await this.host.request(this.host.desktop, name, { session: this.session }); }
  link(accessPoint: string): string | null { return this.state.configurations[accessPoint]?.accessPoint?.link?.state ?? null; }
  is(state: SessionView['state']): boolean { return this.own?.state === state; }
}
