import { setTimeout as pause } from 'node:timers/promises';
import { isIP } from 'node:net';
import type { CarrierProbes, ProbedLink, ProbeOptions, ProbeResult } from '../../../core/ports/probes.ts';
import { isNeighbour, knock } from './knock.ts';
import { resolveOver } from './link-names.ts';
import { familyOf, sourceOf, type Family, type Source } from './source.ts';
import { askWeb } from './web-check.ts';

/** ms after which a question is given up: all of them within the eight seconds of the carrier test. */
const limits = { gateway: 1_500, names: 3_000, internet: 5_500, knock: 900 };
/** ms between two tries to reach the internet: just after coming up, first packets get lost. */
const apartAgain = 400;
/** Delay and loss: so many knocks, so many ms apart. */
const knocks = 10;
const knocksApart = 100;
/** Ports at a gateway where somebody mostly answers, if only to refuse: name server and web pages. */
const gatewayPorts = [53, 80, 443];

export interface SocketProbesOptions {
  systemCheckAddress: () => string | null;
  /**
   * The families in which what is sent from this link's address leaves by this link. Waits until there is one, within
   * a time of its own; none: probes would ask over another link.
   */
  led: (link: ProbedLink, signal: AbortSignal) => Promise<readonly Family[]>;
}

/**
 * The carrier's probes by plain sockets, bound to the link by its address: the platform's routing has to send what has
 * that address over that link. No raw sockets, no other program, no rights beyond those of any program.
 */
export class SocketProbes implements CarrierProbes {
  /** Where an access point's check answered last: delay and loss are measured on the way there. */
  readonly #reached = new Map<string, { address: string; port: number }>();

  constructor(private readonly options: SocketProbesOptions) {}

  systemCheckAddress(): string | null { return this.options.systemCheckAddress(); }

  /** The gateway is a neighbour: no route is needed to it but the link's own. */
  async gateway({ interface: link }: ProbedLink, { signal }: ProbeOptions): Promise<ProbeResult> {
    const gateway = link.gateways[0];
    if (gateway === undefined) return { result: 'impossible', why: 'noGateway' };
    if (Object.keys(sourceOf(link, [4, 6])).length === 0) return { result: 'impossible', why: 'notPossible' };
    const isScoped = /^fe[89ab]/i.test(gateway);
    const address = isScoped ? `${gateway}%${link.name}` : gateway;
    const localAddress = isScoped ? undefined : sourceOf(link, [familyOf(gateway)])[familyOf(gateway)];
    const answer = await first(gatewayPorts.map((port) => knock({ address, port, localAddress }, limits.gateway, signal)));
    if (answer !== null) return { result: 'answered', ms: Math.round(answer) };
    return await isNeighbour(gateway, link.name) ? { result: 'answered', ms: null } : { result: 'silent' };
  }

  async names(link: ProbedLink, name: string | null, { signal }: ProbeOptions): Promise<ProbeResult> {
    const source = await this.#source(link, signal);
    if (!source) return { result: 'impossible', why: 'notLed' };
    const begun = performance.now();
    const { answer } = await resolveOver(link.interface, source, name === null || isIP(bare(name)) !== 0 ? null : name, limits.names, signal);
    const ms = Math.round(performance.now() - begun);
    switch (answer) {
      case 'addresses': return { result: 'answered', ms };
      case 'unknown': return { result: 'doubtful', ms, why: 'nameUnknown' };
      case 'refused': case 'none': return { result: 'silent' };
      case 'noServers': return { result: 'impossible', why: 'noNameServers' };
    }
  }

  async internet(link: ProbedLink, address: string, { signal }: ProbeOptions): Promise<ProbeResult> {
    const source = await this.#source(link, signal);
    if (!source) return { result: 'impossible', why: 'notLed' };
    const url = new URL(address);
    const over = AbortSignal.any([signal, AbortSignal.timeout(limits.internet)]);
    for (;;) {
      const result = await this.#askOnce(link, url, source, over);
      if (result.result !== 'silent' || over.aborted) return result;
      await pause(apartAgain, undefined, { signal: over }).catch(() => undefined);
    }
  }

  async quality(link: ProbedLink, _address: string, { signal }: ProbeOptions): Promise<ProbeResult> {
    const door = this.#reached.get(link.accessPoint);
    const source = await this.#source(link, signal);
    if (!door || !source) return { result: 'impossible', why: door ? 'notLed' : 'notPossible' };
    const localAddress = source[familyOf(door.address)];
    const answers: Promise<number | null>[] = [];
    for (let number = 0; number < knocks && !signal.aborted; number += 1) {
      if (number > 0) await pause(knocksApart, undefined, { signal }).catch(() => undefined);
      answers.push(knock({ ...door, localAddress }, limits.knock, signal));
    }
    const delays = (await Promise.all(answers)).filter((ms) => ms !== null).sort((a, b) => a - b);
    const middle = delays[delays.length >> 1];
    return { result: 'measured', share: (knocks - delays.length) / knocks, ms: middle === undefined ? null : Math.round(middle) };
  }

  async #source(link: ProbedLink, signal: AbortSignal): Promise<Source | null> {
    const source = sourceOf(link.interface, await this.options.led(link, signal));
    return Object.keys(source).length > 0 ? source : null;
  }

  /** In both families at once; a good answer of either will do. */
  async #askOnce(link: ProbedLink, url: URL, source: Source, signal: AbortSignal): Promise<ProbeResult> {
    const host = bare(url.hostname);
    const named = isIP(host) === 0 ? await resolveOver(link.interface, source, host, limits.names, signal) : null;
    if (named?.answer === 'noServers') return { result: 'impossible', why: 'noNameServers' };
    const targets = named === null ? [{ address: host, family: familyOf(host) }] : named.answer === 'addresses' ? named.addresses : [];
    const asked = ([4, 6] as const).flatMap((family) => (source[family] === undefined ? [] : targets.find((each) => each.family === family) ?? []));
    const ended = new AbortController();
    const either = AbortSignal.any([signal, ended.signal]);
    const results: ProbeResult[] = [];
    await new Promise<void>((resolve) => {
      if (asked.length === 0) resolve();
      for (const target of asked) {
        void askWeb(url, target, source, either).then((result) => {
          results.push(result);
          if (result.result === 'answered') this.#reached.set(link.accessPoint, { address: target.address, port: Number(url.port) || (url.protocol === 'https:' ? 443 : 80) });
          if (result.result === 'answered' || results.length === asked.length) resolve();
        });
      }
    });
    ended.abort();
    return results.find(({ result }) => result === 'answered') ?? results.find(({ result }) => result === 'portal') ?? { result: 'silent' };
  }
}

/** An IPv6 address stands in brackets in a URL. */
const bare = (host: string): string => host.replace(/^\[|\]$/g, '');

/** The first that is not null; null when all are. */
async function first<T>(promises: readonly Promise<T | null>[]): Promise<T | null> {
  const found = promises.map(async (each) => {
    const value = await each;
    if (value === null) throw new Error('nobody');
    return value;
  });
  return Promise.any(found).catch(() => null);
}
