import { mkdirSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { join } from 'node:path';
import { CHECK_HOST } from './configuration.ts';
import { Namespace, type Daemon } from './processes.ts';

/** Addresses of the lab's internet; the documentation ranges of RFC 5737 and RFC 3849. */
export const Internet = { echo4: '203.0.113.1', echo6: '2001:db8:1::1', check4: '203.0.113.80', check6: '2001:db8:80::80' } as const;

export type InternetState = 'on' | 'off' | 'silent';
export type WebState = 'full' | 'portal' | 'limited';

export const internetServer = fileURLToPath(new URL('internet.mjs', import.meta.url));

/**
 * One uplink's router: gives addresses (DHCP and router advertisements), leads to the internet, answers the
 * connectivity check by itself. Like a provider, or a home router with address translation, it drops what comes from
 * an address that is not of its own network: a flow that changes its link with its old address is lost.
 */
export class Router {
  #dhcp: Daemon | null = null;
  #metered = false;
  readonly #folder: string;
  readonly #modeFile: string;

  private constructor(readonly number: number, readonly namespace: Namespace, labFolder: string) {
    this.#folder = join(labFolder, `router${number}`);
    mkdirSync(this.#folder, { recursive: true });
    this.#modeFile = join(this.#folder, 'web');
  }

  static async make(number: number, internet: Namespace, labFolder: string): Promise<Router> {
    const log = join(labFolder, 'log', `router${number}`);
    const router = new Router(number, await Namespace.make(`router${number}`, log), labFolder);
    const { namespace } = router;
    namespace.set({ 'ipv6/conf/default/accept_dad': 0, 'ipv4/ip_forward': 1, 'ipv6/conf/all/forwarding': 1, 'ipv4/conf/all/rp_filter': 0 });
    internet.ip(`link add uplink${number} type veth peer name wan netns ${namespace.pid}`,
      `addr add 198.18.${number}.1/24 dev uplink${number}`, `addr add 2001:db8:a${number}::1/64 dev uplink${number} nodad`, `link set uplink${number} up`);
    namespace.ip(`addr add 198.18.${number}.2/24 dev wan`, `addr add 2001:db8:a${number}::2/64 dev wan nodad`, 'link set wan up');
    internet.ip(`route add 10.77.${number}.0/24 via 198.18.${number}.2 src ${Internet.echo4}`, `-6 route add fd77:${number}::/64 via 2001:db8:a${number}::2 src ${Internet.echo6}`);
    router.internet('on');
    router.web('full');
    const web = namespace.daemon(`web${number}`, log, process.execPath, [internetServer, router.#modeFile, `10.77.${number}.1`]);
    await web.printed('ready');
    return router;
  }

  /** After its wire was plugged in: addresses on it, and the server that gives addresses. */
  serve(): void {
    const { number, namespace } = this;
    namespace.set({ 'ipv4/conf/lan/rp_filter': 1, 'ipv6/conf/lan/accept_dad': 0, 'ipv6/conf/lan/keep_addr_on_down': 1 });
    namespace.ip(`addr add 10.77.${number}.1/24 dev lan`, `addr add fd77:${number}::1/64 dev lan nodad`, 'link set lan up');
    // Linux drops foreign sources by itself in IPv4 only; in IPv6 rules do it. Neighbours may speak.
    const rules = namespace.run('ip', '-6', 'rule', 'show');
    if (!rules.includes('blackhole')) {
      namespace.ip(`-6 rule add prio 10 iif lan from fd77:${number}::/64 lookup main`, '-6 rule add prio 11 iif lan from fe80::/10 lookup main', '-6 rule add prio 12 iif lan blackhole');
    }
    if (!this.#dhcp) this.#startDhcp();
  }

  internet(state: InternetState): void {
    const { number, namespace } = this;
    // Replies of the check come from addresses that the router has only while it leads somewhere.
    for (const [flag, address] of [['-4', `${Internet.check4}/32`], ['-6', `${Internet.check6}/128`]] as const) {
      if (state === 'on') namespace.run('ip', flag, 'addr', 'replace', address, 'dev', 'lo');
      else if (namespace.run('ip', flag, 'addr', 'show', 'dev', 'lo').includes(address)) namespace.run('ip', flag, 'addr', 'del', address, 'dev', 'lo');
    }
    namespace.run('ip', '-6', 'route', 'flush', 'exact', 'default');
    if (state === 'on') {
      namespace.ip(`route replace default via 198.18.${number}.1`, `-6 route add default via 2001:db8:a${number}::1`);
    } else {
      const kind = state === 'off' ? 'unreachable' : 'blackhole';
      namespace.ip(`route replace ${kind} default`, `-6 route add ${kind} default`);
    }
  }

  web(state: WebState): void { writeFileSync(this.#modeFile, state); }

  cable(state: 'in' | 'out'): void { this.namespace.ip(`link set lan ${state === 'in' ? 'up' : 'down'}`); }

  /** By the DHCP option that phones send; seen with the next activation. */
  async metered(isMetered: boolean): Promise<void> {
    this.#metered = isMetered;
    await this.#dhcp?.stop();
    this.#startDhcp();
  }

  async dhcp(state: 'on' | 'off'): Promise<void> {
    await this.#dhcp?.stop();
    this.#dhcp = null;
    if (state === 'on') this.#startDhcp();
  }

  /** Bytes that this router sent to and got from its wire, as its kernel counted. */
  counters(): { sent: number; received: number } {
    const count = (name: string): number => Number(this.namespace.run('sh', '-c', `grep lan: /proc/net/dev`).trim().split(/[\s:]+/)[name === 'received' ? 1 : 9]);
    return { sent: count('sent'), received: count('received') };
  }

  #startDhcp(): void {
    const { number } = this;
    const metered = this.#metered ? ['--dhcp-option-force=43,ANDROID_METERED'] : [];
    this.#dhcp = this.namespace.daemon(`dhcp${number}`, join(this.#folder, 'dhcp.log'), 'dnsmasq', [
      // In its debug mode it stays who it is: a program that changes its user or group is no longer killed with its maker.
      '--no-daemon', '--conf-file=/dev/null', '--pid-file=', '--log-facility=-', '--no-hosts', '--no-resolv', '--no-ping', '--dhcp-authoritative',
      `--dhcp-leasefile=${join(this.#folder, 'leases')}`, '--interface=lan', '--bind-dynamic', '--except-interface=lo',
      `--dhcp-range=10.77.${number}.20,10.77.${number}.200,10m`, `--dhcp-option=option:router,10.77.${number}.1`, `--dhcp-range=fd77:${number}::,ra-only,10m`, '--enable-ra',
      `--address=/lab.test/${Internet.echo4}`, `--address=/${CHECK_HOST}/${Internet.check4}`, `--address=/${CHECK_HOST}/${Internet.check6}`, ...metered,
    ]);
  }
}
