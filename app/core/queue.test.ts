import { describe, expect, it } from 'vitest';
import { Queue } from './queue.ts';

function begin(hooks: Partial<ConstructorParameters<typeof Queue>[0]> = {}) {
  const heard: string[] = [];
  const queue = new Queue({ afterEach: () => { heard.push('after'); }, whenEmpty: () => { heard.push('empty'); }, onError: (error) => { heard.push(`error ${String(error)}`); }, ...hooks });
  const post = (word: string) => { queue.post(() => { heard.push(word); }); };
  return { queue, heard, post };
}

describe('the queue', () => {
  it('OPEN-17: runs what was posted after the call that posted it has returned, in order, and says once that it is empty', async () => {
    const { heard, post } = begin();
    post('one');
    post('two');
    expect(heard).toEqual([]);
    await Promise.resolve();
    expect(heard).toEqual(['one', 'after', 'two', 'after', 'empty']);
  });

  it('runs what an item posts after what waits already, and never inside that item', () => {
    const { queue, heard, post } = begin();
    queue.post(() => { post('caused'); queue.drain(); heard.push('one'); });
    post('two');
    queue.drain();
    expect(heard).toEqual(['one', 'after', 'two', 'after', 'caused', 'after', 'empty']);
  });

  it('runs what is posted when it is empty, and is empty once more after that', () => {
    let isFirst = true;
    const heard: string[] = [];
    const queue = new Queue({ afterEach: () => {}, onError: () => {}, whenEmpty: () => {
      heard.push('empty');
      if (isFirst) queue.post(() => { heard.push('late'); });
      isFirst = false;
    } });
    queue.post(() => { heard.push('one'); });
    queue.drain();
    expect(heard).toEqual(['one', 'empty', 'late', 'empty']);
  });

  it('an error of an item, of what follows each, or of what follows all is told, and the rest still runs', () => {
    const { queue, heard, post } = begin({ afterEach: () => { throw new Error('after'); }, whenEmpty: () => { throw new Error('empty'); } });
    queue.post(() => { throw new Error('item'); });
    post('two');
    queue.drain();
    expect(heard).toEqual(['error Error: item', 'error Error: after', 'two', 'error Error: after', 'error Error: empty']);
    post('three');
    queue.drain();
    expect(heard.slice(5)).toEqual(['three', 'error Error: after', 'error Error: empty']);
  });

  it('works on after a burst, and after a drain that came before its turn', async () => {
    const { queue, heard } = begin({ afterEach: () => {} });
    let ran = 0;
    for (let each = 0; each < 3_000; each += 1) queue.post(() => { ran += 1; });
    queue.drain();
    queue.post(() => { ran += 1; });
    await Promise.resolve();
    expect([ran, heard]).toEqual([3_001, ['empty', 'empty']]);
    queue.post(() => { ran += 1; });
    await Promise.resolve();
    expect(ran).toBe(3_002);
  });
});
