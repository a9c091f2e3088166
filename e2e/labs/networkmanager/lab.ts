import { spawn, type ChildProcess } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, readlinkSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Bus, toPlain } from '../../../app/drivers/networkmanager/bus.ts';
import { busConfiguration } from '../../../app/drivers/networkmanager/testing/bus-configuration.ts';
import { CHECK_HOST, hostScript, managerConfiguration, profile } from './configuration.ts';
import { Daemon, Namespace, startTime } from './processes.ts';
import { Internet, internetServer, Router, type InternetState, type WebState } from './router.ts';
import { labUnavailable } from './requirements.ts';

export { Internet, labUnavailable };
export { profileId } from './configuration.ts';

const PREFIX = 'handover-nm-lab-';
const MANAGER = 'org.freedesktop.NetworkManager';
const MANAGER_PATH = '/org/freedesktop/NetworkManager';
const PROPERTIES = 'org.freedesktop.DBus.Properties';
const START_LIMIT = 20_000;

export interface LabOptions {
  /** Number of uplinks, 1 to 9; 2 when not given. */
  uplinks?: number;
  /** Which uplinks have a stored profile; all when not given. */
  profiles?: readonly number[];
  /** Profiles come up by themselves; true when not given. */
  autoconnect?: boolean;
  /** IPv6 duplicate address detection, as on a real machine: IPv6 then comes 2 to 4 s after IPv4. False when not given. */
  duplicateDetection?: boolean;
}

/**
 * A real NetworkManager on a private bus, in namespaces of its own, with uplinks to a small internet:
 *
 *     wired0 ── router 0 ──┐
 *     wired1 ── router 1 ──┴── the internet: echo on port 7, TCP and UDP
 *
 * The machine's own network is not touched. Everything ends with `down()`, or with the process that made it.
 */
export class NetworkManagerLab {
  readonly routers: Router[] = [];
  #bus: Daemon | null = null;
  #manager: Daemon | null = null;

  private constructor(readonly folder: string, readonly options: Required<LabOptions>, readonly internetSide: Namespace, readonly host: Namespace) {}

  /** The address of the lab's bus: a path, so that it can be reached from outside its namespaces. */
  get busAddress(): string { return `unix:path=${this.folder}/bus`; }

  /** Makes a lab and ends when NetworkManager has settled in it: links that come up by themselves have IPv4. */
  static async up(options: LabOptions = {}): Promise<NetworkManagerLab> {
    const reason = labUnavailable();
    if (reason !== null) throw new Error(`no lab here: ${reason}`);
    removeLeftovers();
    const all = { uplinks: 2, autoconnect: true, duplicateDetection: false, ...options };
    const full = { ...all, profiles: options.profiles ?? Array.from({ length: all.uplinks }, (_, uplink) => uplink) };
    const folder = mkdtempSync(join(tmpdir(), `${PREFIX}${process.pid}-${startTime('self')}-`));
    for (const name of ['log', 'etc/NetworkManager', 'work', 'run', 'state', 'empty', 'manager/system-connections', 'manager/conf.d', 'manager/dispatcher.d']) mkdirSync(join(folder, name), { recursive: true });
    writeConfiguration(folder, full);
    const log = (name: string): string => join(folder, 'log', name);
    const namespaces: Namespace[] = [];
    let lab: NetworkManagerLab | null = null;
    try {
      namespaces.push(await Namespace.make('internet', log('internet')), await Namespace.makeHost('host', log('host'), hostScript, [folder, 'lab']));
      lab = new NetworkManagerLab(folder, full, namespaces[0] as Namespace, namespaces[1] as Namespace);
      await lab.#connect();
      return lab;
    } catch (error) {
      const logs = readLogs(folder);
      if (lab) await lab.down();
      else await Promise.all(namespaces.map(namespace => namespace.holder.stop('SIGKILL')));
      rmSync(folder, { recursive: true, force: true });
      throw new Error(`the lab did not come up: ${(error as Error).message}\n${logs}`, { cause: error });
    }
  }

  async down(): Promise<void> {
    await this.#manager?.stop('SIGKILL');
    await this.#bus?.stop('SIGKILL');
    await this.#stopAll();
    rmSync(this.folder, { recursive: true, force: true });
  }

  router(uplink: number): Router {
    const router = this.routers[uplink];
    if (!router) throw new Error(`there is no uplink ${uplink}`);
    return router;
  }

  cable(uplink: number, state: 'in' | 'out'): void { this.router(uplink).cable(state); }
  internet(uplink: number, state: InternetState): void { this.router(uplink).internet(state); }
  web(uplink: number, state: WebState): void { this.router(uplink).web(state); }
  metered(uplink: number, isMetered: boolean): Promise<void> { return this.router(uplink).metered(isMetered); }
  dhcp(uplink: number, state: 'on' | 'off'): Promise<void> { return this.router(uplink).dhcp(state); }

  /** Puts the device wiredN into the machine, with a wire to its router. */
  plug(uplink: number): void {
    const { host } = this;
    const router = this.router(uplink);
    // The far end has an index that no device of the machine has: NetworkManager would take that one for the near end's peer.
    host.ip(`link add wired${uplink} address 02:00:00:77:0${uplink}:02 type veth peer name lan index ${1000 + uplink} address 02:00:00:77:0${uplink}:01 netns ${router.namespace.pid}`);
    // It comes without an address of the kernel's: with one, NetworkManager would hold it to be set up by somebody else.
    host.ip(`link set wired${uplink} addrgenmode none`);
    router.serve();
  }

  unplug(uplink: number): void { this.host.ip(`link del wired${uplink}`); }

  async startManager(): Promise<void> {
    this.#manager = this.host.daemon('NetworkManager', join(this.folder, 'log', 'NetworkManager'), 'NetworkManager', ['--debug', '--log-level=INFO'], { DBUS_SYSTEM_BUS_ADDRESS: this.busAddress });
    await this.#managerOnBus();
  }
  async stopManager(): Promise<void> { await this.#manager?.stop(); }
  async killManager(): Promise<void> { await this.#manager?.stop('SIGKILL'); }
  async restartManager(): Promise<void> {
    await this.stopManager();
    await this.startManager();
  }

  /** The bus dies and another begins. NetworkManager does not come back to it by itself, so it is started again too. */
  async restartBus(): Promise<void> {
    await this.#bus?.stop('SIGKILL');
    await this.killManager();
    rmSync(join(this.folder, 'bus'), { force: true });
    await this.#startBus();
    await this.startManager();
  }

  /** Runs a program in the machine of the lab, to its end. */
  run(program: string, ...parameters: string[]): string { return this.host.run(program, ...parameters); }

  /** Starts a program in the machine of the lab; it dies with the test run. */
  start(program: string, ...parameters: string[]): ChildProcess {
    const [enter, ...rest] = this.host.entrance;
    return spawn('setpriv', ['--pdeathsig', 'KILL', enter, ...rest, program, ...parameters], {
      stdio: ['pipe', 'pipe', 'inherit'], env: { ...process.env, DBUS_SYSTEM_BUS_ADDRESS: this.busAddress },
    });
  }

  /** Starts a program outside of the lab's namespaces; it dies with the test run. */
  startOutside(program: string, ...parameters: string[]): ChildProcess {
    return spawn('setpriv', ['--pdeathsig', 'KILL', program, ...parameters], { stdio: ['pipe', 'pipe', 'inherit'] });
  }

  /** nmcli, as one would type it in the lab. */
  nmcli(...parameters: string[]): string {
    return this.run('env', `DBUS_SYSTEM_BUS_ADDRESS=${this.busAddress}`, 'nmcli', ...parameters).trim();
  }

  /** Where the kernel counts for the lab's machine; it can be read from outside. */
  get counterFile(): string { return `/proc/${this.host.pid}/net/dev`; }

  /** Bytes of a device as the kernel of the lab's machine counts them. */
  counters(device: string): { received: number; sent: number } {
    const [received, sent] = this.run('cat', this.counterFile).split('\n').filter(line => line.trim().startsWith(`${device}:`))
      .flatMap(line => { const fields = line.trim().split(/[\s:]+/); return [Number(fields[1]), Number(fields[9])]; });
    return { received: received ?? 0, sent: sent ?? 0 };
  }

  log(): string { return readFileSync(join(this.folder, 'log', 'NetworkManager'), 'utf8'); }

  async #connect(): Promise<void> {
    const { options, internetSide, host, folder } = this;
    internetSide.set({ 'ipv6/conf/default/accept_dad': 0, 'ipv4/ip_forward': 1, 'ipv6/conf/all/forwarding': 1 });
    internetSide.ip(`addr add ${Internet.echo4}/32 dev lo`, `addr add ${Internet.echo6}/128 dev lo`);
    const echo = internetSide.daemon('echo', join(folder, 'log', 'echo'), process.execPath, [internetServer, '/dev/null', Internet.echo4, '--echo']);
    host.set({ 'ipv4/conf/all/rp_filter': 2, 'ipv6/conf/default/accept_dad': options.duplicateDetection ? 1 : 0 });
    await Promise.all([echo.printed('ready'), this.#startBus()]);
    for (let uplink = 0; uplink < options.uplinks; uplink += 1) {
      this.routers.push(await Router.make(uplink, internetSide, folder));
      this.plug(uplink);
    }
    await this.startManager();
    await this.#settled();
  }

  /** Ends when NetworkManager has done what it does by itself at its start: devices are ready, or their links are up. */
  async #settled(): Promise<void> {
    const bus = await Bus.connect(this.busAddress);
    const manager = { destination: MANAGER, path: MANAGER_PATH };
    let late: NodeJS.Timeout | undefined;
    try {
      await new Promise<void>((resolve, reject) => {
        late = setTimeout(() => reject(new Error('NetworkManager did not finish its start')), START_LIMIT);
        const look = (properties: unknown): void => { if (toPlain<Record<string, unknown>>(properties)['Startup'] === false) resolve(); };
        bus.subscribe({ sender: MANAGER, path: MANAGER_PATH, interface: PROPERTIES, member: 'PropertiesChanged' }, signal => look(signal.body[1]))
          // It has its name before it has its object; then its start is yet to end, and is told when it does.
          .then(() => bus.call({ ...manager, interface: PROPERTIES, member: 'GetAll', signature: 's', body: [MANAGER] }).then(([properties]) => look(properties), () => undefined))
          .catch(reject);
      });
    } finally {
      clearTimeout(late);
      await bus.close();
    }
  }

  async #startBus(): Promise<void> {
    this.#bus = new Daemon('bus', join(this.folder, 'log', 'bus'), 'dbus-daemon', [`--config-file=${join(this.folder, 'bus.conf')}`, '--nofork', '--nopidfile', '--nosyslog', '--print-address=1']);
    await this.#bus.printed('unix:');
  }

  /** Ends when NetworkManager has its name on the bus; fails when it dies first. */
  async #managerOnBus(): Promise<void> {
    const bus = await Bus.connect(this.busAddress);
    let late: NodeJS.Timeout | undefined;
    try {
      await new Promise<void>((resolve, reject) => {
        late = setTimeout(() => reject(new Error('NetworkManager did not come onto the bus')), START_LIMIT);
        bus.watchOwner(MANAGER, owner => { if (owner !== null) resolve(); }).catch(reject);
      });
    } finally {
      clearTimeout(late);
      await bus.close();
    }
  }

  async #stopAll(): Promise<void> {
    // Servers and routers live in namespaces that their holders keep; what runs in those is a lab's own.
    const namespaces = [this.host, this.internetSide, ...this.routers.map(router => router.namespace)];
    for (const namespace of namespaces) killInside(namespace.pid);
    await Promise.all(namespaces.map(namespace => namespace.holder.stop('SIGKILL')));
  }
}

/** Kills every process that is in the network namespace of this one, but itself. */
function killInside(holder: number): void {
  const namespaceOf = (pid: string): string | null => {
    try { return readlinkSync(`/proc/${pid}/ns/net`); } catch { return null; }
  };
  const target = namespaceOf(String(holder));
  if (target === null || target === namespaceOf('self')) return;
  for (const entry of readdirSync('/proc')) {
    if (!/^\d+$/.test(entry) || Number(entry) === holder || namespaceOf(entry) !== target) continue;
    try { process.kill(Number(entry), 'SIGKILL'); } catch { /* it ended by itself */ }
  }
}

function writeConfiguration(folder: string, options: Required<LabOptions>): void {
  writeFileSync(join(folder, 'bus.conf'), busConfiguration(`unix:path=${folder}/bus`));
  writeFileSync(join(folder, 'manager', 'NetworkManager.conf'), managerConfiguration);
  for (const uplink of options.profiles) writeFileSync(join(folder, 'manager', 'system-connections', `wired${uplink}.nmconnection`), profile(uplink, options), { mode: 0o600 });
  writeFileSync(join(folder, 'etc', 'hostname'), 'lab\n');
  writeFileSync(join(folder, 'etc', 'hosts'), `127.0.0.1 localhost lab\n::1 localhost\n${Internet.check4} ${CHECK_HOST}\n${Internet.check6} ${CHECK_HOST}\n`);
  symlinkSync('/run/NetworkManager/resolv.conf', join(folder, 'etc', 'resolv.conf'));
}

function readLogs(folder: string): string {
  return readdirSync(join(folder, 'log')).map(name => `--- ${name}\n${readFileSync(join(folder, 'log', name), 'utf8').split('\n').slice(-15).join('\n')}`).join('\n');
}

/** Folders of labs whose makers are dead; their processes and namespaces died with them. */
function removeLeftovers(): void {
  for (const name of readdirSync(tmpdir())) {
    if (!name.startsWith(PREFIX)) continue;
    const [pid = '', started = ''] = name.slice(PREFIX.length).split('-');
    if (startTime(Number(pid)) !== started) rmSync(join(tmpdir(), name), { recursive: true, force: true });
  }
}
