import type { RecordEntry } from '../../ports/record.ts';
import { builtInNetwork } from '../../configuration-registry.ts';
import { SessionHost } from '../../session-host.ts';
import type { Session } from '../../session.ts';
import type { RoamingSettings } from '../settings.ts';
import { Answers } from './answers.ts';
import type { ReplayOutcome } from './outcome.ts';
import { OutcomeRecord } from './outcome-record.ts';
import { ReplayClock } from './replay-clock.ts';
import { ReplayDriver } from './replay-driver.ts';
import type { Trace, TraceChange, TraceSession } from './trace.ts';

/**
 * Plays a trace through the real core with given settings and tells what would have been asked. Nothing outside is
 * touched: time is the replay's own, the driver is the trace. The same trace and settings give the same outcome.
 *
 * @param hear is told everything that the core records; seconds from the start
 */
export async function replay(trace: Trace, settings: RoamingSettings, hear: (at: number, entry: RecordEntry) => void = () => {}): Promise<ReplayOutcome> {
  const start = Date.parse(trace.start);
  const clock = new ReplayClock(start);
  const driver = new ReplayDriver(trace, clock);
  const errors: string[] = [];
  const record = new OutcomeRecord(start);
  const answering: { answers: Answers | null } = { answers: null };
  const core = new SessionHost({
    driver, clock, settings: () => settings,
    record: {
      add: (at, entry) => {
        record.add(at, entry);
        answering.answers?.hear(entry);
        hear((at - start) / 1000, entry);
      },
    },
    onError: (error) => { errors.push(error instanceof Error ? error.stack ?? error.message : String(error)); },
    onDirty: () => {},
  });
  try {
    for (const { id, name, members } of trace.serviceNetworks) core.setServiceNetwork({ id, name: name ?? id, members: [...members] });
    core.setOrder(trace.order);
    await core.start();
    const sessions = new Map(trace.sessions.map((plan) => [plan.id, begin(core, plan)]));
    for (const [id, session] of sessions) record.name(session.id, id);
    answering.answers = new Answers(trace.answers, clock, core, (session) => record.nameOf(session));
    for (const change of trace.changes) {
      await clock.advanceTo(start + change.at * 1000);
      if (change.change === 'sleep') clock.sleep(change.sleeping);
      play(change, driver, core, sessions);
      await clock.settle();
    }
    await clock.advanceTo(start + trace.lasts * 1000);
    return { title: trace.title, lasts: trace.lasts, start, events: record.events, scans: record.scans, errors };
  } finally {
    clock.end();
  }
}

function begin(core: SessionHost, plan: TraceSession): Session {
  const session = core.createSession(plan.on, { id: plan.id, name: plan.client ?? plan.id, pid: null, isDesktop: plan.isDesktop });
  if (plan.roaming === 'asked') session.on('preferredConfigurationChanged', () => {});
  if (plan.roaming === 'byItself') session.setSessionProperty('RoamByItself', true);
  if (plan.roaming === 'stays') session.setSessionProperty('SuppressRoaming', true);
  if (plan.isDesktop && plan.on === builtInNetwork) {
    // The desktop's own one is open while the machine is connected, and follows what it does.
    session.setSessionProperty('reopenWhenAvailable', true);
    session.setSessionProperty('holdsLink', false);
    core.post(() => {
      session.apply({ input: 'wait' });
      core.memberUpFor(session);
    });
  } else if (plan.open) {
    session.open();
  }
  return session;
}

function play(change: TraceChange, driver: ReplayDriver, core: SessionHost, sessions: ReadonlyMap<string, Session>): void {
  switch (change.change) {
    case 'session': {
      const session = sessions.get(change.session);
      if (change.do === 'open') session?.open();
      else session?.close();
      return;
    }
    case 'roamTo': sessions.get(change.session)?.roamTo(change.accessPoint); return;
    case 'pause': core.post(() => { core.engine.pause(change.lasts === null ? null : core.now() + change.lasts * 1000); }); return;
    case 'resume': core.post(() => { core.engine.resume(); }); return;
    default: driver.play(change);
  }
}
