import { done, failed, type DriverAccessPoint, type Outcome } from '../../core/ports/driver.ts';
import type { JoinWish } from './answers.ts';
import type { WifiDriver } from './driver.ts';
import { failureOf } from './failures.ts';

/** How long a link may take from the command to an address, ms. */
const upLimit = 45_000;
/** How long one may take to go down, ms. */
const downLimit = 15_000;
/** How often the system is asked whether it is done, ms, where it does not tell by itself. */
const lookAgain = 700;

type Ended = 'aborted' | 'gone' | 'stopped' | 'timedOut' | 'holds';
/** What is brought up. */
type Subject = Pick<DriverAccessPoint, 'id' | 'interfaces' | 'link'>;
interface UnderWay { ended: Promise<Outcome>; abort: AbortController }

/** Links on their way up and down. That a command was taken means nothing: what the system shows afterwards counts. */
export class Activations {
  readonly #underWay = new Map<string, UnderWay>();
  /** Access point → interface, as the view shows it. */
  readonly underWay = new Map<string, string>();
  readonly #over = new AbortController();
  #goneNow = new AbortController();

  constructor(private readonly driver: WifiDriver) {}

  async activate(id: string, signal: AbortSignal): Promise<Outcome> {
    for (;;) {
      if (signal.aborted) return called;
      const away = this.driver.away();
      if (away) return away;
      const accessPoint = this.driver.find(id);
      if (!accessPoint) return failed('notFound', 'This access point is not there any more.');
      const other = this.#underWay.get(id);
      if (!other) return this.#begin(accessPoint, signal, (by) => this.#command(accessPoint, by));
      const first = await Promise.race([other.ended, aborted(signal)]);
      // Called off by who asked first: it is wanted still.
      if (first === null) return called;
      if (first.ok || first.failure.code !== 'cancelled') return first;
    }
  }

  /** Joins what is not stored; `idNow` tells the id that it gets by that. */
  join(accessPoint: Subject, wish: Omit<JoinWish, 'interface'>, signal: AbortSignal, idNow: () => string | undefined): Promise<Outcome> {
    return this.#begin(accessPoint, signal, async (by) => { await this.driver.helper.ask('join', { ...wish, interface: by }); }, idNow);
  }

  async deactivate(id: string): Promise<Outcome> {
    const away = this.driver.away();
    if (away) return away;
    const accessPoint = this.driver.find(id);
    if (!accessPoint) return failed('notFound', 'This access point is not there any more.');
    const underWay = this.#underWay.get(id);
    if (underWay) {
      underWay.abort.abort();
      await underWay.ended;
    }
    const { link } = this.driver.find(id) ?? { link: null };
    if (!link) return done;
    if (accessPoint.kind !== 'wifi') return failed('notSupported', 'Handover takes down Wi-Fi links only, here. Unplug the cable, or use the system’s settings.');
    await nextTurn();
    return this.#takeDown(id, link.interface);
  }

  /** Commands under way end; links stay as they are. */
  stop(): void { this.#over.abort(); }

  gone(): void {
    this.#goneNow.abort();
    this.#goneNow = new AbortController();
    this.underWay.clear();
  }

  #begin(accessPoint: Subject, signal: AbortSignal, command: (by: string) => Promise<void>, idNow: () => string | undefined = () => undefined): Promise<Outcome> {
    const abort = new AbortController();
    signal.addEventListener('abort', () => abort.abort(), { once: true });
    const ended = this.#bringUp(accessPoint, abort.signal, command, () => idNow() ?? accessPoint.id).finally(() => this.#underWay.delete(accessPoint.id));
    this.#underWay.set(accessPoint.id, { ended, abort });
    return ended;
  }

  async #bringUp({ id, interfaces, link }: Subject, signal: AbortSignal, command: (by: string) => Promise<void>, idNow: () => string): Promise<Outcome> {
    await nextTurn();
    if (signal.aborted) return called;
    if (link?.state === 'active') return done;
    const [by] = interfaces;
    if (by === undefined) return failed('notFound', 'There is no Wi-Fi device that could reach it.');
    this.underWay.set(id, by);
    this.driver.retell();
    const gone = this.#goneNow.signal;
    let failure: { ok: false; failure: ReturnType<typeof failureOf> } | null = null;
    const commanded = command(by).then(() => true, (error: unknown) => {
      failure = { ok: false, failure: failureOf(error) };
      return false;
    });
    // The system may take long over a command that was called off.
    const first = await Promise.race([commanded, ...[signal, gone, this.#over.signal].map(aborted)]);
    // Whether it was this command alone that failed, or there is nobody any more who could carry it out.
    if (first === false) await this.driver.look();
    const ended = first === true ? await this.#until(() => this.driver.isUp(idNow()), upLimit, signal, gone) : this.#why(signal, gone) ?? (first === false ? 'failed' : 'timedOut');
    if (ended === 'stopped') return failed('failed', 'Handover has let go of the Wi-Fi.');
    if (ended === 'gone') return failed('managerGone', 'The system’s Wi-Fi does not answer.');
    this.underWay.delete(id);
    if (ended === 'holds') {
      this.driver.retell();
      return done;
    }
    const reached = this.driver.find(idNow())?.link;
    await this.#takeDown(idNow(), by);
    if (ended === 'aborted') return called;
    if (failure) return failure;
    return reached && this.driver.devices.some(({ name, connection }) => name === by && connection?.state === 'connected')
      ? failed('noAddress', 'The access point gives no address.') : failed('timedOut', `The system did not bring it up within ${upLimit / 1000} s: the password may be wrong, or it is out of reach.`);
  }

  async #command(accessPoint: DriverAccessPoint, by: string): Promise<void> {
    const { id, kind, stored, ssid, security } = accessPoint;
    if (kind !== 'wifi') throw new Error('A cable cannot be plugged in from here.');
    if (stored) { await this.driver.helper.ask('connect', { interface: by, key: id.slice(id.indexOf(':') + 1) }); return; }
    if (security !== 'open' && security !== 'owe') throw new Error('It needs a password. Connect to it in the list of access points.');
    await this.driver.helper.ask('join', { interface: by, ssid: ssid ?? '', security, password: null, hidden: false });
  }

  async #takeDown(id: string, by: string): Promise<Outcome> {
    this.driver.retell();
    const isLinked = (): boolean => (this.driver.find(id)?.link ?? null) !== null;
    try {
      await this.driver.look();
      if (!isLinked()) return done;
      await this.driver.helper.ask('disconnect', { interface: by });
    } catch (error) {
      return { ok: false, failure: failureOf(error) };
    }
    switch (await this.#until(() => !isLinked(), downLimit, never, this.#goneNow.signal)) {
      case 'holds': return done;
      case 'gone': return failed('managerGone', 'The system’s Wi-Fi does not answer.');
      case 'stopped': return failed('failed', 'Handover has let go of the Wi-Fi.');
      case 'aborted': case 'timedOut': return failed('timedOut', `The system did not take it down within ${downLimit / 1000} s.`);
    }
  }

  /** Looks until it holds. */
  async #until(holds: () => boolean, limit: number, signal: AbortSignal, gone: AbortSignal): Promise<Ended> {
    let isLate = false;
    const cancelTimer = this.driver.clock.after(limit, () => { isLate = true; });
    try {
      for (;;) {
        await this.driver.look();
        const why = this.#why(signal, gone);
        if (why) return why;
        if (holds()) return 'holds';
        if (isLate) return 'timedOut';
        await Promise.race([this.driver.nextLook(lookAgain), ...[signal, gone, this.#over.signal].map(aborted)]);
      }
    } finally {
      cancelTimer();
    }
  }

  #why(signal: AbortSignal, gone: AbortSignal): 'aborted' | 'gone' | 'stopped' | null {
    if (this.#over.signal.aborted) return 'stopped';
    if (gone.aborted) return 'gone';
    return signal.aborted ? 'aborted' : null;
  }
}

const called = failed('cancelled', 'It was called off.');
const never = new AbortController().signal;
const nextTurn = (): Promise<void> => new Promise((resolve) => { setImmediate(resolve); });
const aborted = (signal: AbortSignal): Promise<null> => new Promise((resolve) => {
  if (signal.aborted) resolve(null);
  else signal.addEventListener('abort', () => resolve(null), { once: true });
});
