import { describe, expect, it } from 'vitest';
import type { DriverFailure } from '../contract/reason.ts';
import { transition, type Input, type Phase } from './session-machine.ts';

const failure: DriverFailure = { code: 'failed', detail: 'No.' };
const phases: Record<Phase['phase'], Phase> = {
  invalid: { phase: 'invalid' }, closed: { phase: 'closed' }, waiting: { phase: 'waiting' }, asking: { phase: 'asking' },
  opening: { phase: 'opening', member: 'a', tried: [] }, open: { phase: 'open', member: 'a' }, lost: { phase: 'lost', member: 'a' },
  roaming: { phase: 'roaming', member: 'a', candidate: 'b', activated: false, oldLost: false },
};
const inputs: Record<Input['input'], Input> = {
  open: { input: 'open', target: { member: 'b', up: true } }, memberUp: { input: 'memberUp', member: 'b' }, wait: { input: 'wait' }, ask: { input: 'ask' },
  chosen: { input: 'chosen', target: { member: 'b', up: false } }, dismissed: { input: 'dismissed' }, openFailed: { input: 'openFailed', failure, next: null },
  close: { input: 'close' }, stopped: { input: 'stopped' }, linkLost: { input: 'linkLost', member: 'b', hasFallback: true, reopen: true }, linkBack: { input: 'linkBack' },
  abandoned: { input: 'abandoned', error: 'sessionAbortedError', reopen: false }, trialStarted: { input: 'trialStarted', candidate: 'b' }, candidateUp: { input: 'candidateUp' },
  accepted: { input: 'accepted' }, returned: { input: 'returned', failed: true }, followed: { input: 'followed', member: 'b' }, configurationRemoved: { input: 'configurationRemoved' },
};

/** Acts and tells as words, then the phase with its member. */
function step(phase: Phase, input: Input): string {
  const { phase: next, acts, tells } = transition(phase, input);
  const words = [...acts.map((act) => ('member' in act ? `${act.act} ${act.member}` : act.act)), ...tells.map((tell) => (tell.tell === 'error' ? `tells ${tell.error}` : `tells ${tell.tell}`))];
  return [...words, 'member' in next ? `${next.phase} on ${next.member}` : next.phase].join(', ');
}

/** What each input leads to that is heeded in this phase; all others are not listed. */
function heeded(phase: Phase): Partial<Record<Input['input'], string>> {
  return Object.fromEntries(Object.values(inputs).flatMap((input) => {
    const { phase: next, acts, tells } = transition(phase, input);
    const isNothing = JSON.stringify(next) === JSON.stringify(phase) && acts.length === 0 && tells.length === 0;
    return isNothing ? [] : [[input.input, step(phase, input)]];
  }));
}

describe('a session of a configuration that was removed', () => {
  it('LOSS-04, OPEN-16: is invalid; what was open, or was about to be, gives back its link and says so', () => {
    const told = (before: Phase['phase']) => step(phases[before], inputs.configurationRemoved);
    const end = 'tells invalidConfigurationError, tells closed, invalid';
    expect(told('opening')).toBe(`release a, ${end}`);
    expect(told('open')).toBe(`endRoaming, release a, ${end}`);
    expect(told('asking')).toBe(`endQuestion, ${end}`);
    for (const each of ['lost', 'roaming'] as const) expect(told(each)).toBe(`endRoaming, ${end}`);
    for (const each of ['closed', 'waiting', 'invalid'] as const) expect(told(each)).toBe('invalid');
  });

  it('LOSS-04, OPEN-01: stays invalid whatever comes, and says at each open() that it cannot be used', () => {
    expect(heeded(phases.invalid)).toEqual({ open: 'tells invalidConfigurationError, invalid' });
  });
});

describe('a session that is closed', () => {
  it('heeds nothing but what opens it', () => {
    expect(heeded(phases.closed)).toEqual({ open: 'acquire b, tells opened, open on b', wait: 'waiting', ask: 'ask, asking', configurationRemoved: 'invalid' });
  });

  it('LOSS-02, CLOSE-06: and waits opens on a member that comes up, and forgets its wish when it is closed or stopped', () => {
    expect(heeded(phases.waiting)).toEqual({
      open: 'acquire b, tells opened, open on b', memberUp: 'acquire b, tells opened, open on b', ask: 'ask, asking', close: 'closed', stopped: 'closed', configurationRemoved: 'invalid',
    });
  });

  it('OPEN-02: stays as it is where there is nothing to open on', () => {
    for (const phase of [phases.closed, phases.waiting]) expect(step(phase, { input: 'open', target: null })).toBe(`tells invalidConfigurationError, ${phase.phase}`);
  });
});

describe('a session whose user is asked', () => {
  it('OPEN-11, OPEN-19, STOP-11: ends its question with whatever ends it, and heeds nothing else', () => {
    expect(heeded(phases.asking)).toEqual({
      chosen: 'endQuestion, acquire b, opening on b', dismissed: 'endQuestion, tells sessionAbortedError, closed', close: 'endQuestion, tells closed, closed', stopped: 'endQuestion, tells closed, closed',
      configurationRemoved: 'endQuestion, tells invalidConfigurationError, tells closed, invalid',
    });
  });

  it('OPEN-11: opens on what was chosen as if for the first time, and is closed where that cannot be used', () => {
    expect(transition(phases.asking, inputs.chosen).phase).toEqual({ phase: 'opening', member: 'b', tried: [] });
    expect(step(phases.asking, { input: 'chosen', target: null })).toBe('endQuestion, tells invalidConfigurationError, closed');
  });
});

describe('a session that opens', () => {
  it('CLOSE-05, STOP-09, OPEN-08: lets go when it is closed, stopped or fails, and heeds neither a second open() nor other links', () => {
    expect(heeded(phases.opening)).toEqual({
      openFailed: 'release a, tells unknownSessionError, closed', close: 'release a, tells closed, closed', stopped: 'release a, tells sessionAbortedError, tells closed, closed',
      configurationRemoved: 'release a, tells invalidConfigurationError, tells closed, invalid',
    });
    expect(step(phases.opening, { input: 'memberUp', member: 'a' })).toBe('tells opened, open on a');
  });

  it('ROAM-20: remembers every member that it tried, and waits for the one that is tried now', () => {
    const second = transition(phases.opening, { input: 'openFailed', failure, next: { member: 'b', up: false } });
    expect([second.phase, second.acts, second.tells]).toEqual([{ phase: 'opening', member: 'b', tried: ['a'] }, [{ act: 'release', member: 'a' }, { act: 'acquire', member: 'b' }], []]);
    expect(transition(second.phase, { input: 'openFailed', failure, next: { member: 'c', up: false } }).phase).toEqual({ phase: 'opening', member: 'c', tried: ['a', 'b'] });
    expect(step(phases.opening, { input: 'openFailed', failure, next: 'ask' })).toBe('release a, ask, asking');
  });
});

describe('a session that is open', () => {
  it('ROAM-13, OPEN-07: heeds what becomes of its own link, and follows', () => {
    expect(heeded(phases.open)).toEqual({
      close: 'endRoaming, release a, tells closed, closed', stopped: 'endRoaming, release a, tells sessionAbortedError, tells closed, closed',
      trialStarted: 'roaming on a', followed: 'endRoaming, acquire b, letGo a, tells newConfigurationActivated, open on b',
      configurationRemoved: 'endRoaming, release a, tells invalidConfigurationError, tells closed, invalid',
    });
  });

  it('LOSS-01, LOSS-02: loses its link with another one left, with the wish to open again, or for good', () => {
    const lose = (hasFallback: boolean, reopen: boolean) => step(phases.open, { input: 'linkLost', member: 'a', hasFallback, reopen });
    expect(lose(true, false)).toBe('release a, lost on a');
    expect([lose(false, true), lose(false, false)]).toEqual(['waiting', 'closed'].map((end) => `endRoaming, release a, tells sessionAbortedError, tells closed, ${end}`));
  });
});

describe('a session that has lost its link', () => {
  it('holds nothing until it is back, on another one, or given up', () => {
    expect(heeded(phases.lost)).toEqual({
      close: 'endRoaming, tells closed, closed', stopped: 'endRoaming, tells sessionAbortedError, tells closed, closed', linkBack: 'endRoaming, acquire a, open on a',
      abandoned: 'endRoaming, tells sessionAbortedError, tells closed, closed', trialStarted: 'roaming on a', followed: 'endRoaming, acquire b, tells newConfigurationActivated, open on b',
      configurationRemoved: 'endRoaming, tells invalidConfigurationError, tells closed, invalid',
    });
    expect(step(phases.lost, { input: 'abandoned', error: 'roamingError', reopen: true })).toBe('endRoaming, tells roamingError, tells closed, waiting');
  });

  it('goes on trial knowing that the old link is gone; one that is merely open knows that it is there', () => {
    expect(transition(phases.lost, inputs.trialStarted).phase).toMatchObject({ candidate: 'b', activated: false, oldLost: true });
    expect(transition(phases.open, inputs.trialStarted).phase).toMatchObject({ candidate: 'b', activated: false, oldLost: false });
  });
});

describe('a session on trial', () => {
  it('ROAM-08, ROAM-09, ROAM-11: ends on the new one, on the old one, or with neither', () => {
    expect(heeded(phases.roaming)).toEqual({
      close: 'endRoaming, tells closed, closed', stopped: 'endRoaming, tells sessionAbortedError, tells closed, closed', candidateUp: 'tells newConfigurationActivated, roaming on a',
      accepted: 'open on b', returned: 'acquire a, tells roamingError, open on a', abandoned: 'tells sessionAbortedError, tells closed, closed',
      configurationRemoved: 'endRoaming, tells invalidConfigurationError, tells closed, invalid',
    });
    expect(step(phases.roaming, { input: 'returned', failed: false })).toBe('acquire a, open on a');
    expect(step(phases.roaming, { input: 'abandoned', error: 'roamingError', reopen: true })).toBe('tells roamingError, tells closed, waiting');
  });

  it('knows whether its own old link is there, and that the new one has come up', () => {
    const lost = transition(phases.roaming, { input: 'linkLost', member: 'a', hasFallback: true, reopen: false }).phase;
    expect(lost).toEqual({ ...phases.roaming, oldLost: true });
    expect(transition(lost, { input: 'linkBack' }).phase).toEqual(phases.roaming);
    expect(transition(phases.roaming, { input: 'candidateUp' }).phase).toEqual({ ...phases.roaming, activated: true });
  });
});
