import type { Session } from '../session.ts';
import { FakeClock } from '../../drivers/shared/fake-clock.ts';
import { CoreRig, desktop, listen, program } from './core-rig.ts';
import { ScriptedDriver } from './scripted-driver.ts';

/** A core with a service network "office", of which a is up by the system; d is alone. */
export class OfficeRig extends CoreRig<ScriptedDriver> {
  /** The office is a, b and c, each on an interface of its own. */
  static begin(): Promise<OfficeRig> { return OfficeRig.#with(['a', 'b', 'c'], 'if-c'); }

  /** The office is a and b; c is on the interface of b. */
  static pair(): Promise<OfficeRig> { return OfficeRig.#with(['a', 'b'], 'if-b'); }

  static async #with(members: string[], interfaceOfC: string): Promise<OfficeRig> {
    const clock = new FakeClock();
    const rig = new OfficeRig(new ScriptedDriver(clock).add('a', { up: true }).add('b').add('c', { on: interfaceOfC }).add('d'), clock);
    await rig.start();
    rig.core.setServiceNetwork({ id: 'office', name: 'Office', members });
    await clock.settle();
    return rig;
  }

  async opened(client = desktop, on = 'office', properties: Record<string, unknown> = {}): Promise<Session> {
    const session = this.core.createSession(on, client);
    for (const [key, value] of Object.entries(properties)) session.setSessionProperty(key, value);
    session.open();
    await this.clock.settle();
    return session;
  }

  /** A session on the office, with what it hears from then on. */
  async joined(client = desktop): Promise<{ session: Session; heard: string[] }> {
    const session = await this.opened(client);
    return { session, heard: listen(session) };
  }

  /** The same, and the question comes. */
  async offered(): Promise<{ session: Session; heard: string[] }> {
    const made = await this.joined();
    await this.asked(made.session);
    return made;
  }

  /** The same, on trial, with every test passed. */
  async trying(): Promise<{ session: Session; heard: string[] }> {
    const made = await this.joined();
    await this.onTrial(made.session);
    return made;
  }

  /** A program that answers for itself, with what it hears. */
  async answerer(): Promise<{ session: Session; heard: string[] }> {
    const session = this.core.createSession('office', program);
    const heard = listen(session, { answers: true });
    session.open();
    await this.clock.settle();
    return { session, heard };
  }

  offerOf(session: Session) { return this.core.engine.offerOf(session.id); }

  /** The access point in use loses its internet, and the question comes. */
  async asked(session: Session): Promise<void> {
    this.driver.setConnectivity('a', 'none');
    if (!await this.clock.advanceUntil(() => this.offerOf(session) !== null, 60_000)) throw new Error('Nothing was asked.');
  }

  passed(): Promise<boolean> { return this.clock.advanceUntil(() => this.core.trial?.view().phase === 'passed', 60_000); }

  async onTrial(session: Session): Promise<void> {
    await this.asked(session);
    session.migrate();
    if (!await this.passed()) throw new Error('No trial passed.');
  }

  /** What the driver was told but scans. */
  commands(): string[] { return this.driver.commands.filter((each) => each !== 'scan'); }
  answers(): string[] { return this.records.flatMap((each) => (each.kind === 'answer' ? [`${each.by} ${each.answer} ${each.candidate}`] : [])); }
  /** How trials ended. */
  ends(): string[] { return this.records.flatMap((each) => (each.kind === 'trialEnded' ? [each.end.code] : [])); }
  cools(accessPoint: string): boolean { return (this.core.engine.memory.coolDownUntil(accessPoint) ?? 0) > this.clock.now(); }
  async inQueue(act: () => void): Promise<void> { this.core.post(act); await this.clock.settle(); }
}
