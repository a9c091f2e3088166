import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { HostState } from '../../contract/state.ts';
import { openHost } from '../../host/index.ts';
import type { Host } from '../../host/host.ts';
import { meetingHere, meetingName, type Meeting } from '../client/meeting.ts';
import { takePlace, type Hub, type HubOptions } from '../hub.ts';
import { RawClient } from './raw-client.ts';

/** A host on the simulated network, a hundred times as fast as real time, with its hub in a folder of its own. */
export class HubRig {
  readonly #clients: RawClient[] = [];

  private constructor(readonly folder: string, readonly path: string, readonly host: Host, readonly hub: Hub) {}

  static async open(options: Partial<HubOptions> & { scenario?: string; meeting?: Meeting } = {}): Promise<HubRig> {
    const { scenario = 'quiet-office', meeting = meetingHere, ...others } = options;
    const folder = mkdtempSync(join(tmpdir(), 'hub-'));
    const path = join(folder, 'run', meetingName(meeting));
    const host = await openHost({ dataFolder: folder, driver: 'simulated', scenario, speed: 100, seed: 7 });
    const hub = await (await takePlace(path, meeting))?.serve({ host, program: 'Handover test', ...others });
    if (!hub) throw new Error('Another host has the socket of a new folder.');
    return new HubRig(folder, path, host, hub);
  }

  async open(): Promise<RawClient> { return this.#keep(await RawClient.open(this.path)); }

  async greet(...given: Parameters<typeof RawClient.greet> extends [string, ...infer R] ? R : never): Promise<RawClient> {
    return this.#keep(await RawClient.greet(this.path, ...given));
  }

  get state(): HostState { return this.host.snapshot().state; }

  /** Id of an access point by its name. */
  id(name: string): string {
    const found = Object.values(this.state.configurations).find((each) => each.name === name);
    if (!found) throw new Error(`There is no ${name}.`);
    return found.id;
  }

  sessionsOf(client: string): string[] { return Object.values(this.state.sessions).filter((each) => each.client.name === client).map(({ id }) => id); }

  /** The first state for which `holds`, awaited on the host's own patches. */
  until(holds: (state: HostState) => boolean): Promise<HostState> {
    return new Promise((resolve) => {
      const look = () => {
        const { state } = this;
        if (!holds(state)) return;
        off();
        resolve(state);
      };
      const off = this.host.on('state.patch', () => { queueMicrotask(look); });
      queueMicrotask(look);
    });
  }

  async end(): Promise<void> {
    for (const client of this.#clients) client.end();
    this.hub.stop();
    await this.host.stop();
    rmSync(this.folder, { recursive: true, force: true });
  }

  #keep(client: RawClient): RawClient {
    this.#clients.push(client);
    return client;
  }
}
