import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadScenario, parseScenario, parseScenarioText } from './load-scenario.ts';
import { ScenarioError } from './scenario-error.ts';
import { scenarioSchema } from './scenario.ts';
import { shippedScenarios } from './scenarios/index.ts';
import { testScenario } from './test-scenario.ts';

/** A copy of the test scenario with the value at a path replaced; undefined removes it. */
function broken(path: (string | number)[], value: unknown): unknown {
  const copy = structuredClone(testScenario()) as Record<string | number, unknown>;
  let inside = copy;
  for (const key of path.slice(0, -1)) inside = inside[key] as Record<string | number, unknown>;
  const last = path.at(-1)!;
  if (value === undefined) delete inside[last]; else inside[last] = value;
  return copy;
}

function problemsOf(content: unknown): string[] {
  try {
    parseScenario('my.json', content);
  } catch (error) {
    if (error instanceof ScenarioError) return error.problems.map(({ path, message }) => `${path}: ${message}`);
    throw error;
  }
  return [];
}

describe('a scenario file', () => {
  it('may be short: what is left out has a default', () => {
    const scenario = parseScenario('my.json', testScenario());
    expect(scenario.accessPoints[0]).toMatchObject({ kind: 'wired', stored: true, connectivity: 'full', metered: false, reach: 2, speed: 1000 });
    expect(scenario.title).toEqual({ en: 'Test', zh: 'Test' });
    expect(scenario.radioModel.bands['5']).toEqual({ exponent: 3, referenceLoss: 46.8 });
  });

  const cases: [name: string, path: (string | number)[], value: unknown, problem: string][] = [
    ['an unknown key', ['accessPoints', 0, 'sped'], 10, 'accessPoints[0].sped: unknown; remove it, or use one of: kind, id,'],
    ['an unknown key at the top', ['wals'], [], 'wals: unknown; remove it, or use one of: $schema, id,'],
    ['a missing key', ['user'], undefined, 'user: is missing; add an object'],
    ['a missing key inside', ['accessPoints', 1, 'security'], undefined, 'accessPoints[1].security: has to be one of: open, wep,'],
    ['a wrong type', ['accessPoints', 0, 'speed'], 'fast', 'accessPoints[0].speed: has to be a number'],
    ['a number too large', ['radioModel'], { noise: 60 }, 'radioModel.noise: has to be at most 6'],
    ['a number too small', ['accessPoints', 0, 'reach'], -1, 'accessPoints[0].reach: has to be at least 0.1'],
    ['a wall without an end', ['walls'], [{ from: [0, 0], loss: 4 }], 'walls[0].to: has to be [x, y] in metres or [x, y, floor], or the name of a place'],
    ['a wall to nowhere', ['walls'], [{ from: [0, 0], to: 'attic', loss: 4 }], 'walls[0].to: names no place; use one of: desk, door, garden'],
    ['a way point to nowhere', ['timeline'], [{ at: 1, do: 'walk', to: ['door', 'attic'] }], 'timeline[0].to[1]: names no place; use one of: desk, door, garden'],
    ['an unknown event', ['timeline'], [{ at: 1, do: 'dance' }], 'timeline[0].do: has to be an event with "do" one of: setConnectivity, walk'],
    ['an event with an unknown key', ['timeline'], [{ at: 1, do: 'walk', to: ['door'], speeed: 3 }], 'timeline[0].speeed: unknown; remove it, or use one of: at, do, to, speed'],
    ['an event for no access point', ['timeline'], [{ at: 1, do: 'setConnectivity', accessPoint: 'cabel', value: 'none' }], 'timeline[0].accessPoint: names no access point; use the id of one of: cable, near'],
    ['a kind that is none', ['accessPoints', 0, 'kind'], 'wire', 'accessPoints[0].kind: has to be an access point with "kind" one of: wired, wifi, mobile'],
    ['an SSID that is too long', ['accessPoints', 1, 'ssid'], '会'.repeat(11), 'accessPoints[1].ssid: has to be a text of 1 to 32 bytes in UTF-8'],
    ['half a byte', ['accessPoints', 1, 'ssid'], { hex: 'abc' }, 'accessPoints[1].ssid.hex: has to be 1 to 32 pairs of 0-9 and a-f'],
    ['a channel of another band', ['accessPoints', 1, 'radios', 0, 'channel'], 6, 'accessPoints[1].radios[0].channel: is not in the 5 GHz band; use 32 to 177'],
    ['a BSSID twice', ['accessPoints', 1, 'radios', 0, 'bssid'], '02:00:00:00:00:02', 'accessPoints[2].radios[0].bssid: is there twice'],
    ['a place for "user"', ['places', 'user'], [0, 0], 'places.user: "user" means where the user is'],
    ['a cable on a radio', ['accessPoints', 0, 'interface'], 'wlan0', 'accessPoints[0].interface: names no wired interface; use one of: eth0'],
    ['a member that is not there', ['serviceNetworks', 0, 'members', 1], 'nobody', 'serviceNetworks[0].members[1]: names no access point'],
    ['more links than interfaces', ['connected'], ['near', 'far'], 'connected: has 2 wifi access points, but there are 1 wifi interfaces; connect fewer'],
    ['a burst without end', ['applications', 0, 'bursts'], { every: 5, lasts: 5 }, 'applications[0].bursts.lasts: has to be less than "every", 5'],
    ['no access points', ['accessPoints'], [], 'accessPoints: has to have at least 1 entry'],
    ['an address without a prefix', ['accessPoints', 0, 'addresses'], ['10.0.0.1'], 'accessPoints[0].addresses[0]: has to be an address with its prefix'],
    ['an address that is none', ['accessPoints', 0, 'gateways'], ['10.0.0.300'], 'accessPoints[0].gateways[0]: has to be an address, such as'],
  ];
  it.each(cases)('is refused for %s, and says where and what to do', (_, path, value, problem) => {
    expect(problemsOf(broken(path, value))).toEqual(expect.arrayContaining([expect.stringContaining(problem)]));
  });

  it('is refused when a cable is to be connected that is elsewhere', () => {
    expect(problemsOf(testScenario({ connected: ['cable'], user: { at: 'garden' } }))).toEqual(['connected[0]: cannot be connected: its cable is at "desk", the user at "garden"']);
  });

  it('is refused for two networks that nothing tells apart', () => {
    const content = testScenario();
    const twin = { ...content.accessPoints[1]!, id: 'twin', radios: [{ bssid: '02:00:00:00:00:99', at: [1, 1], band: '5', channel: 36 }] };
    expect(problemsOf({ ...content, accessPoints: [...content.accessPoints, twin] })).toEqual([expect.stringContaining('accessPoints[5].ssid: is the network of another access point too')]);
  });

  it.each([null, [], 3, 'x'])('is refused when it is %j', (content) => {
    expect(problemsOf(content)).toEqual([': has to be an object']);
  });

  it('says where it is not JSON', () => {
    expect(() => parseScenarioText('my.json', '{\n  "id": "a",\n  "title" "b"\n}')).toThrow(/my\.json.*\n.*not JSON at line 3, column 11/);
  });

  it('is named in the message, with all that is wrong', () => {
    const content = { ...testScenario(), wals: [], user: { at: 'attic' } };
    expect(() => parseScenario('my.json', content)).toThrow(/my\.json cannot be played:\n- wals/);
  });
});

describe('loading', () => {
  it('finds a shipped scenario by its id', async () => {
    expect((await loadScenario('quiet-office')).id).toBe('quiet-office');
  });

  it('reads a file by its path', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'handover-scenario-'));
    try {
      const file = join(folder, 'mine.json');
      await writeFile(file, `\uFEFF${JSON.stringify(testScenario({ id: 'mine' }))}`);
      expect((await loadScenario(file)).id).toBe('mine');
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  it('names the shipped ones for an id that is none', async () => {
    await expect(loadScenario('nowhere')).rejects.toThrow(/"nowhere" cannot be played:\n- is not shipped; use one of walk-to-meeting-room, quiet-office, broken-best/);
  });

  it('names a file that is not there', async () => {
    await expect(loadScenario('/nowhere/mine.json')).rejects.toThrow(/\/nowhere\/mine\.json.*\n.*cannot be read/);
  });
});

describe('shipped scenarios', () => {
  it.each(shippedScenarios)('$id is valid and has its words in both languages', ({ content, title, description }) => {
    expect(scenarioSchema.safeParse(content).error?.issues).toBeUndefined();
    for (const text of [title, description]) expect(text.zh).not.toBe(text.en);
  });
});
