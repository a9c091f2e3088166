import { describe, expect, it } from 'vitest';
import type { RecordEntry } from '../contract/record-entry.ts';
import { recordText } from './record.ts';
import { createTexts } from './texts.ts';

const [en, zh] = [createTexts('en'), createTexts('zh')];
const nameOf = (id: string): string => id;
const answer = (change: Partial<RecordEntry & { kind: 'answer' }> = {}): RecordEntry => ({ kind: 'answer', session: 's', answer: 'migrate', by: 'Desktop', how: 'asked', candidate: 'Office', ...change });

describe('an answer in the record', () => {
  it.each([
    [answer(), 'By you.', '由您回答。'],
    [answer({ by: 'rsync' }), 'By \u2068rsync\u2069.', '由 \u2068rsync\u2069 回答。'],
    [answer({ how: 'rule' }), 'By a rule of yours.', '按照您定下的规则。'],
    [answer({ by: 'rsync', how: 'itself' }), 'The session roams by itself.', '该会话自行漫游。'],
    [{ kind: 'ignored', session: 's', candidate: 'Office', scope: 'hour', by: 'rsync' } as const, 'For an hour. By \u2068rsync\u2069.', expect.stringContaining('由 \u2068rsync\u2069 回答。') as string],
  ])('%j says who gave it', (entry, english, chinese) => {
    expect(recordText(en, entry, nameOf, 0).why).toBe(english);
    expect(recordText(zh, entry, nameOf, 0).why).toEqual(chinese);
  });
});
