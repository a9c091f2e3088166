import { describe, expect, it } from 'vitest';
import type { Decision } from '../../../contract/state.ts';
import { presets } from '../settings.ts';
import { replayCommand, TraceError } from './command.ts';
import { parseTrace } from './parse-trace.ts';
import { judgeAgain, parseJournal, replayJournal } from './journal.ts';
import { replay } from './replay.ts';
import type { TraceInput } from './trace.ts';

/** A 5 GHz radio that fades from −60 to −90 dBm in ten minutes, beside another one at −62. */
const fading: TraceInput = {
  trace: 1, title: 'Fading', lasts: 900, interfaces: [{ id: 'wlan0', kind: 'wifi' }],
  accessPoints: [
    { id: 'far', name: 'Far', kind: 'wifi', security: 'wpa2', bss: [{ bssid: 'f', frequency: 5180, level: -60 }], link: {} },
    { id: 'near', name: 'Near', kind: 'wifi', security: 'wpa2', bss: [{ bssid: 'n', frequency: 5180, level: -62 }] },
  ],
  changes: Array.from({ length: 300 }, (_, index) => ({ at: index * 2, change: 'levels' as const, accessPoint: 'far', bss: { f: -60 - index / 10 } })),
};

/** What a program with the balanced settings would have recorded of it, as it is exported. */
async function recorded(): Promise<string> {
  const lines: string[] = [];
  await replay(parseTrace('fading', JSON.stringify(fading)), presets.balanced, (at, entry) => {
    lines.push(JSON.stringify({ at, time: '', ...entry, names: { far: 'Far', near: 'Near' } }));
  });
  return `${lines.join('\n')}\n`;
}
const codes = ({ outcome }: Pick<Decision, 'outcome'>) => `${outcome.outcome} ${outcome.reason.code}`;

describe('the record, judged again', () => {
  it('comes to what it came to with the settings that it was made with', async () => {
    const { decisions, withoutInputs } = parseJournal('record.jsonl', await recorded());
    expect(decisions.map(({ decision }) => codes(decision))).toEqual(expect.arrayContaining(['gated notSeenTwice', 'held holding', 'offered currentIsWeak']));
    expect(withoutInputs).toBe(0);
    for (const { decision } of decisions) expect(judgeAgain(decision, presets.balanced)).toEqual(decision.outcome);
  });

  it('with others it tells what would have been otherwise', async () => {
    const journal = parseJournal('record.jsonl', await recorded());
    expect(replayJournal(journal, presets.balanced)).toMatchObject({ others: [], before: { offered: 1 }, after: { offered: 1 } });
    const conservative = replayJournal(journal, presets.conservative);
    expect([conservative.before.offered, conservative.after.offered]).toEqual([1, 0]);
    // A cell that is weaker by 6 dB is recorded before it is weak by the balanced settings.
    expect(replayJournal(journal, { ...presets.eager, weakLevel5: -66, holdFor: 0 }).others).toEqual(expect.arrayContaining([expect.objectContaining({ current: 'far', candidate: 'near', after: expect.objectContaining({ outcome: 'offered' }) })]));
  });

  it('is printed: what was decided, what would have been, and the sums', async () => {
    const { text, data } = await replayCommand('record.jsonl', await recorded(), { preset: 'conservative', set: ['candidateLevel5=-70'] });
    expect(text).toMatch(/Far → Near: Asked: Far is weak: −7\d dBm, below −76 dBm\. Now: Not asked: /);
    expect(text).toMatch(/Recorded: 1 asked, \d+ held back, \d+ not let in\. With conservative, candidateLevel5=-70: 0 asked/);
    expect(data).toMatchObject({ preset: 'conservative', settings: { candidateLevel5: -70 } });
  });

  it('leaves decisions out that say nothing of what they went by, and says so', async () => {
    const old = (await recorded()).split('\n').map((each) => each.replace(/,"inputs":.*?(?=},"names")/, '')).join('\n');
    expect(parseJournal('old.jsonl', old)).toMatchObject({ decisions: [] });
    expect((await replayCommand('old.jsonl', old, { preset: 'eager', set: [] })).text).toMatch(/no decision in it[^]*Left out: \d+ decisions/);
  });

  it('forgives a last line that was cut short, and no other: that one is named', async () => {
    const text = await recorded();
    const whole = parseJournal('record.jsonl', text).decisions.length;
    expect(parseJournal('record.jsonl', `${text}{"at":1,"ki`).decisions).toHaveLength(whole);
    expect(() => parseJournal('record.jsonl', `{"at":1,"ki\n${text}`)).toThrow(TraceError);
    expect(() => parseJournal('record.jsonl', `{"at":1,"ki\n${text}`)).toThrow('line 1: is not JSON; a record is exported as one JSON object a line');
    expect(() => parseJournal('record.jsonl', '{"kind":"decision","decision":{"at":"noon"}}\n')).toThrow(/line 1: .*at/s);
  });
});
