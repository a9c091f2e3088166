import { StateFlag, userChoice, type StateFlags } from '../contract/values.ts';
import { Configuration } from './configuration.ts';
import type { DriverAccessPoint } from './ports/driver.ts';

/** A service network as it is stored: made by the user, or built in. */
export interface ServiceNetworkDefinition { id: string; name: string; members: string[] }

/** The built-in service network of all stored access points; the desktop's own session is on it (design 5). */
export const builtInNetwork = 'network:all';
export { userChoice };

export type ConfigurationChange = { change: 'added' | 'changed' | 'removed'; configuration: Configuration };

/**
 * All configurations by identifier. Turns access points and definitions into configurations, summarises service
 * networks, and keeps what changed until the manager's events go out.
 */
export class ConfigurationRegistry {
  readonly #all = new Map<string, Configuration>();
  /** Access point → service networks that have it as a member. */
  readonly #networksOf = new Map<string, Set<string>>();
  readonly #changes = new Map<string, ConfigurationChange>();
  readonly #find = (identifier: string) => this.#all.get(identifier);
  /** Service network → how many of its members are active and discovered, so that no change asks them all. */
  readonly #counts = new Map<string, { active: number; discovered: number }>();
  #activeCount = 0;
  /** The user's order of all stored access points; those not named come last, as they appeared. */
  #order: string[] = [];

  constructor() {
    const choice = new Configuration(userChoice, 'userChoice', this.#find);
    choice.name = 'UserChoice';
    choice.state = StateFlag.discovered;
    this.#all.set(userChoice, choice);
    this.setServiceNetwork({ id: builtInNetwork, name: '', members: [] });
    this.#changes.clear();
  }

  get(identifier: string): Configuration | undefined { return this.#all.get(identifier); }

  /** Access points and service networks; never the user choice (MGR-04). */
  *list(): Iterable<Configuration> {
    for (const each of this.#all.values()) if (each.type !== 'userChoice') yield each;
  }

  isMember(accessPoint: string, network: string): boolean { return this.#networksOf.get(accessPoint)?.has(network) ?? false; }

  networksOf(accessPoint: string): Iterable<string> { return this.#networksOf.get(accessPoint) ?? []; }

  /** Any configuration is active (MGR-11). */
  get isOnline(): boolean { return this.#activeCount > 0; }

  setAccessPoint(accessPoint: DriverAccessPoint): void {
    const known = this.#all.get(accessPoint.id);
    const configuration = known ?? new Configuration(accessPoint.id, 'internetAccessPoint', this.#find);
    const wasMember = this.#isBuiltInMember(accessPoint.id);
    const before = [configuration.name, configuration.state, configuration.bearer, configuration.purpose].join('\n');
    configuration.name = accessPoint.name;
    configuration.bearer = accessPoint.bearer;
    configuration.purpose = accessPoint.purpose;
    this.#all.set(accessPoint.id, configuration);
    this.#setState(configuration, stateOf(accessPoint));
    if (!known) {
      this.#note('added', configuration);
    } else if (before !== [configuration.name, configuration.state, configuration.bearer, configuration.purpose].join('\n')) {
      this.#note('changed', configuration);
    }
    // A VPN goes over one of the others: it is no way to move to.
    const isMember = accessPoint.stored && accessPoint.kind !== 'vpn';
    if (isMember !== wasMember) this.#rebuildBuiltIn(accessPoint.id, isMember);
    for (const network of this.networksOf(accessPoint.id)) this.#summarise(network);
  }

  removeAccessPoint(id: string): Configuration | undefined {
    const configuration = this.#all.get(id);
    if (configuration?.type !== 'internetAccessPoint') return undefined;
    if (this.#isBuiltInMember(id)) this.#rebuildBuiltIn(id, false);
    this.#remove(configuration);
    for (const network of this.networksOf(id)) this.#summarise(network);
    return configuration;
  }

  setServiceNetwork(definition: ServiceNetworkDefinition): void {
    const known = this.#all.get(definition.id);
    const configuration = known ?? new Configuration(definition.id, 'serviceNetwork', this.#find);
    for (const member of configuration.members) this.#networksOf.get(member)?.delete(definition.id);
    configuration.name = definition.name;
    configuration.members = [...definition.members];
    for (const member of definition.members) {
      const networks = this.#networksOf.get(member) ?? new Set();
      networks.add(definition.id);
      this.#networksOf.set(member, networks);
    }
    this.#all.set(definition.id, configuration);
    this.#counts.set(definition.id, this.#countedAnew(definition.members));
    this.#setState(configuration, this.#summary(definition.id));
    this.#note(known ? 'changed' : 'added', configuration);
  }

  removeServiceNetwork(id: string): Configuration | undefined {
    const configuration = this.#all.get(id);
    if (configuration?.type !== 'serviceNetwork' || id === builtInNetwork) return undefined;
    for (const member of configuration.members) this.#networksOf.get(member)?.delete(id);
    this.#counts.delete(id);
    this.#remove(configuration);
    return configuration;
  }

  /** The user's order of the built-in network. */
  setOrder(order: readonly string[]): void {
    this.#order = [...order];
    const builtIn = this.#all.get(builtInNetwork);
    if (builtIn) this.setServiceNetwork({ id: builtInNetwork, name: builtIn.name, members: this.#sorted(builtIn.members) });
  }

  /** Place of a member in the order that the user gave, from 1; null where the user gave none. */
  orderIn(network: string, member: string): number | null {
    const place = network === builtInNetwork ? this.#order.indexOf(member) : this.#all.get(network)?.members.indexOf(member) ?? -1;
    return place < 0 ? null : place + 1;
  }

  /** What changed since the last call, each configuration once, in the order in which it first changed. */
  takeChanges(): ConfigurationChange[] {
    // Asked after every item of the queue, and mostly in vain: without this, opening a session costs a third more (P1).
    if (this.#changes.size === 0) return none;
    const changes = [...this.#changes.values()];
    this.#changes.clear();
    return changes;
  }

  #isBuiltInMember(id: string): boolean { return this.#networksOf.get(id)?.has(builtInNetwork) ?? false; }

  #rebuildBuiltIn(id: string, isMember: boolean): void {
    const builtIn = this.#all.get(builtInNetwork);
    if (!builtIn) return;
    const members = [...builtIn.members];
    if (isMember) members.splice(this.#placeFor(id, members), 0, id);
    else members.splice(members.indexOf(id), 1);
    builtIn.members = members;
    const networks = this.#networksOf.get(id) ?? new Set();
    if (isMember) networks.add(builtInNetwork);
    else networks.delete(builtInNetwork);
    if (networks.size > 0) this.#networksOf.set(id, networks);
    else this.#networksOf.delete(id);
    this.#count(builtInNetwork, this.#all.get(id), isMember ? 1 : -1);
    this.#summarise(builtInNetwork);
    this.#note('changed', builtIn);
  }

  /** Members are in the user's order already: before the first that comes later in it; who is not named comes last. */
  #placeFor(id: string, members: readonly string[]): number {
    const place = this.#order.indexOf(id);
    if (place < 0) return members.length;
    const before = new Set(this.#order.slice(0, place));
    const index = members.findIndex((each) => !before.has(each));
    return index < 0 ? members.length : index;
  }

  #sorted(members: readonly string[]): string[] {
    const place = (id: string) => { const index = this.#order.indexOf(id); return index < 0 ? this.#order.length : index; };
    return [...members].sort((a, b) => place(a) - place(b));
  }

  #summarise(network: string): void {
    const configuration = this.#all.get(network);
    if (!configuration) return;
    const state = this.#summary(network);
    if (state === configuration.state) return;
    this.#setState(configuration, state);
    this.#note('changed', configuration);
  }

  #summary(network: string): StateFlags {
    const counts = this.#counts.get(network);
    if (counts && counts.active > 0) return StateFlag.active;
    return counts && counts.discovered > 0 ? StateFlag.discovered : StateFlag.defined;
  }

  #countedAnew(members: readonly string[]): { active: number; discovered: number } {
    const counts = { active: 0, discovered: 0 };
    for (const id of members) add(counts, this.#all.get(id), 1);
    return counts;
  }

  #count(network: string, member: Configuration | undefined, by: 1 | -1): void {
    const counts = this.#counts.get(network);
    if (counts) add(counts, member, by);
  }

  #setState(configuration: Configuration, state: StateFlags): void {
    if (configuration.state === state) return;
    if (configuration.state === StateFlag.active) this.#activeCount -= 1;
    for (const network of this.networksOf(configuration.identifier)) this.#count(network, configuration, -1);
    configuration.state = state;
    if (state === StateFlag.active) this.#activeCount += 1;
    for (const network of this.networksOf(configuration.identifier)) this.#count(network, configuration, 1);
  }

  #remove(configuration: Configuration): void {
    this.#all.delete(configuration.identifier);
    // Name, identifier, type and the last flags stay readable on the handle (CFG-05, MGR-16).
    if (configuration.state === StateFlag.active) this.#activeCount -= 1;
    for (const network of this.networksOf(configuration.identifier)) this.#count(network, configuration, -1);
    configuration.isValid = false;
    this.#note('removed', configuration);
  }

  #note(change: ConfigurationChange['change'], configuration: Configuration): void {
    const earlier = this.#changes.get(configuration.identifier);
    if (earlier?.change === 'added') {
      if (change === 'removed') this.#changes.delete(configuration.identifier);
      return;
    }
    this.#changes.set(configuration.identifier, { change, configuration });
  }
}

function add(counts: { active: number; discovered: number }, member: Configuration | undefined, by: 1 | -1): void {
  if (member?.state === StateFlag.active) counts.active += by;
  else if (member?.state === StateFlag.discovered) counts.discovered += by;
}

/** Flags of an access point (CFG-04). One that is going down still counts as active until it has gone. */
function stateOf(accessPoint: DriverAccessPoint): StateFlags {
  if (accessPoint.link?.state === 'active' || accessPoint.link?.state === 'deactivating') return StateFlag.active;
  if (!accessPoint.stored) return StateFlag.undefined;
  return accessPoint.inReach ? StateFlag.discovered : StateFlag.defined;
}

const none: ConfigurationChange[] = [];
