import { z } from 'zod';
import { secretRequestView, systemView, type SystemView } from '../../contract/management.ts';
import { driverFailure } from '../../contract/reason.ts';
import { bssView } from '../../contract/state.ts';
import { bearers, connectivities, interfaceKinds, purposes, securities } from '../../contract/values.ts';
import type { DriverAccessPoint, DriverChange, DriverInterface, DriverSnapshot } from '../../core/ports/driver.ts';

/** The shapes of the port, to see that what a driver tells is what it says. The port itself has types only. */
const keys = <T extends Record<string, unknown>>(table: T) => z.enum(Object.keys(table) as [keyof T & string, ...(keyof T & string)[]]);
const id = z.string().min(1).max(256);
const total = z.number().int().nonnegative().max(Number.MAX_SAFE_INTEGER);
const dBm = z.number().min(-150).max(0);

const driverInterface = z.strictObject({
  id, name: z.string().min(1), kind: z.enum(interfaceKinds), managed: z.boolean(), carrier: z.boolean().nullable(), speed: z.number().nonnegative().nullable(),
  addresses: z.array(z.strictObject({ address: z.string().min(2), prefix: z.number().int().min(0).max(128) })),
  gateways: z.array(z.string().min(2)), nameServers: z.array(z.string().min(2)), connectivity: z.enum(connectivities), metered: z.boolean(),
  hardwareAddress: z.string().min(1).nullish(), mtu: z.number().int().positive().nullish(), routeMetric: z.number().int().nonnegative().nullish(), portal: z.url().nullish(),
  dhcp: z.record(z.string().min(1), z.string()).optional(),
});

const driverAccessPoint = z.strictObject({
  id, name: z.string(), kind: z.enum(interfaceKinds), bearer: keys(bearers), purpose: keys(purposes),
  ssid: z.string().regex(/^(?:[0-9a-f]{2}){0,32}$/).nullable(), security: z.enum(securities).nullable(),
  stored: z.boolean(), inReach: z.boolean(), metered: z.boolean(), interfaces: z.array(id), bss: z.array(bssView.extend({ level: dBm })),
  level: dBm.nullable(), noise: dBm.nullable().optional(),
  link: z.strictObject({ state: z.enum(['activating', 'active', 'deactivating']), interface: id, stage: z.string().nullable(), isDefault: z.boolean().optional() }).nullable(),
}).superRefine((accessPoint, context) => {
  const seenId = `wlan:${accessPoint.ssid}:${accessPoint.security}`;
  if (accessPoint.kind === 'wifi' && !accessPoint.stored && accessPoint.id !== seenId) context.addIssue({ code: 'custom', path: ['id'], message: `of one that is only seen has to be ${seenId}` });
});

const snapshot = z.strictObject({ interfaces: z.array(driverInterface), accessPoints: z.array(driverAccessPoint), system: systemView.optional() });

const change = z.discriminatedUnion('change', [
  z.strictObject({ change: z.literal('interface'), interface: driverInterface }),
  z.strictObject({ change: z.literal('interfaceRemoved'), id }),
  z.strictObject({ change: z.literal('accessPoint'), accessPoint: driverAccessPoint }),
  z.strictObject({ change: z.literal('accessPointRemoved'), id }),
  z.strictObject({ change: z.literal('activationFailed'), accessPoint: id, failure: driverFailure }),
  z.strictObject({ change: z.literal('counters'), interface: id, received: total, sent: total, receivedPackets: total, sentPackets: total }),
  z.strictObject({ change: z.literal('scanned') }),
  z.strictObject({ change: z.literal('managerGone'), reason: z.string().min(1) }),
  z.strictObject({ change: z.literal('managerBack'), snapshot }),
  z.strictObject({ change: z.literal('sleep'), sleeping: z.boolean() }),
  z.strictObject({ change: z.literal('system'), system: systemView }),
  z.strictObject({ change: z.literal('secretWanted'), request: secretRequestView.omit({ at: true, expiresAt: true }).extend({ limit: z.number().positive() }) }),
  z.strictObject({ change: z.literal('secretOver'), id }),
]);

type Counters = Extract<DriverChange, { change: 'counters' }>;

/**
 * Listens to a driver, keeps the world as it was told, and writes down whatever breaks the port's rules. A test ends
 * with `faults` empty.
 */
export class DriverWitness {
  readonly changes: DriverChange[] = [];
  readonly faults: string[] = [];
  readonly interfaces = new Map<string, DriverInterface>();
  system: SystemView | null = null;
  readonly #secretsWanted = new Set<string>();
  readonly accessPoints = new Map<string, DriverAccessPoint>();
  readonly counters = new Map<string, Counters>();
  #started = false;
  #stopped = false;
  #inside: string | null = null;

  readonly listen = (told: DriverChange): void => {
    if (!this.#started) this.faults.push(`${told.change} was told before start() had ended`);
    if (this.#stopped) this.faults.push(`${told.change} was told after stop() had ended`);
    if (this.#inside !== null) this.faults.push(`${told.change} was told from inside ${this.#inside}`);
    const parsed = change.safeParse(told);
    if (!parsed.success) this.faults.push(`${told.change}: ${z.prettifyError(parsed.error)}`);
    this.changes.push(told);
    this.#apply(told);
  };

  started(world: DriverSnapshot): void {
    this.#started = true;
    const parsed = snapshot.safeParse(world);
    if (!parsed.success) this.faults.push(`snapshot: ${z.prettifyError(parsed.error)}`);
    this.#replace(world);
  }

  stopped(): void {
    this.#stopped = true;
  }

  /** Makes a call, and sees that nothing is told from inside it. */
  call<T>(name: string, run: () => T): T {
    this.#inside = name;
    try {
      return run();
    } finally {
      this.#inside = null;
    }
  }

  link(accessPoint: string): DriverAccessPoint['link'] {
    return this.accessPoints.get(accessPoint)?.link ?? null;
  }

  isActive(accessPoint: string): boolean {
    return this.link(accessPoint)?.state === 'active';
  }

  /** What an access point's link was told to be, in order, repeats left out. */
  linkStates(accessPoint: string): string[] {
    const states = this.changes.flatMap((told) => (told.change === 'accessPoint' && told.accessPoint.id === accessPoint ? [told.accessPoint.link?.state ?? 'none'] : []));
    return states.filter((state, index) => state !== states[index - 1]);
  }

  #apply(told: DriverChange): void {
    switch (told.change) {
      case 'interface': this.interfaces.set(told.interface.id, told.interface); return;
      case 'interfaceRemoved': this.interfaces.delete(told.id); return;
      case 'accessPoint': this.#setAccessPoint(told.accessPoint); return;
      case 'accessPointRemoved':
        if (!this.accessPoints.delete(told.id)) this.faults.push(`${told.id} was told as removed, but never as there`);
        return;
      case 'counters': this.#count(told); return;
      case 'managerBack': this.#replace(told.snapshot); return;
      case 'activationFailed': case 'scanned': case 'managerGone': case 'sleep': return;
      case 'system': this.system = told.system; return;
      case 'secretWanted':
        if (this.#secretsWanted.has(told.request.id)) this.faults.push(`the secret ${told.request.id} was wanted twice`);
        this.#secretsWanted.add(told.request.id);
        return;
      case 'secretOver':
        if (!this.#secretsWanted.delete(told.id)) this.faults.push(`the secret ${told.id} was over, but never wanted`);
        return;
      default: told satisfies never;
    }
  }

  #replace(world: DriverSnapshot): void {
    this.system = world.system ?? null;
    this.interfaces.clear();
    this.accessPoints.clear();
    for (const each of world.interfaces) {
      if (this.interfaces.has(each.id)) this.faults.push(`interface ${each.id} is in the snapshot twice`);
      this.interfaces.set(each.id, each);
    }
    for (const each of world.accessPoints) {
      if (this.accessPoints.has(each.id)) this.faults.push(`access point ${each.id} is in the snapshot twice`);
      this.#setAccessPoint(each);
    }
  }

  #setAccessPoint(accessPoint: DriverAccessPoint): void {
    this.accessPoints.set(accessPoint.id, accessPoint);
    for (const name of [...accessPoint.interfaces, ...accessPoint.bss.map((each) => each.interface), ...(accessPoint.link ? [accessPoint.link.interface] : [])]) {
      if (!this.interfaces.has(name)) this.faults.push(`${accessPoint.id} names the interface ${name}, which was not told`);
    }
    if (accessPoint.link?.state !== 'active') return;
    const by = this.interfaces.get(accessPoint.link.interface);
    if (by && by.addresses.length === 0) this.faults.push(`${accessPoint.id} was told as active before the addresses of ${by.id}`);
  }

  #count(told: Counters): void {
    const before = this.counters.get(told.interface);
    for (const key of ['received', 'sent', 'receivedPackets', 'sentPackets'] as const) {
      if (before && told[key] < before[key]) this.faults.push(`${key} of ${told.interface} went back from ${before[key]} to ${told[key]}`);
    }
    this.counters.set(told.interface, told);
  }
}
