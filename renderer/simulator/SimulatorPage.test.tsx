// @vitest-environment happy-dom
import { act, fireEvent, screen, within } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { answerWith, floorsPlan, officePlan, simulator, simulatorPaused, simulatorUpstairs, simulatorWalking, venuePlan } from '../fixtures/simulation.ts';
import { managerGone, offer, quiet } from '../fixtures/states.ts';
import { settled, show, type Shown } from '../fixtures/render.tsx';

let shown: Shown | undefined;
beforeEach(() => {
  // One picture is enough; drawing on would keep `act` waiting for ever.
  vi.stubGlobal('requestAnimationFrame', () => 1);
  vi.stubGlobal('ResizeObserver', class { observe() { /* the size stays as it is */ } disconnect() { /* nothing to end */ } });
});
afterEach(() => { shown?.end(); shown = undefined; vi.unstubAllGlobals(); });

const open = async (state = simulator(), answer = answerWith(officePlan)): Promise<Shown> => {
  shown = await show(state, { view: { page: 'simulator' }, answer });
  await settled();
  return shown;
};
const plan = () => screen.getByRole('application', { name: 'Plan of the simulated network' });
const asked = (name: string): unknown[] => shown!.bridge.requests.filter((one) => one.name === name).map(({ input }) => input);
const readable = (element: Element): string => (element.textContent ?? '').replace(/[\u2068\u2069]/gu, '');
const press = async (key: string, more = {}): Promise<void> => { fireEvent.keyDown(plan(), { key, ...more }); await settled(); };

describe('the simulator', () => {
  it('has an entry of its own on the simulated network only', async () => {
    shown = await show(quiet());
    expect(screen.getByRole('button', { name: 'Simulator' })).toBeTruthy();
    shown.end();
    shown = await show(managerGone());
    expect(screen.queryByRole('button', { name: 'Simulator' })).toBeNull();
  });

  it('says in words where the user is and what carries the traffic', async () => {
    await open();
    expect(readable(document.querySelector('.plan-foot [role=status]')!)).toBe('You are at desk, on Office 5G');
  });

  it('says where the user walks to', async () => {
    await open(simulatorWalking());
    expect(readable(document.querySelector('.plan-foot [role=status]')!)).toBe('Walking to office door, on Office 5G');
  });

  it('points to a question that waits', async () => {
    await open({ ...offer(), simulation: simulator().simulation });
    fireEvent.click(screen.getByRole('button', { name: 'An offer waits' }));
    expect(screen.getByRole('heading', { level: 2, name: 'Access points' })).toBeTruthy();
  });
});

describe('walking', () => {
  it('by arrow keys: half a metre, with Shift two', async () => {
    await open();
    await press('ArrowRight');
    expect(asked('simulation.walk')).toEqual([{ to: [{ x: 4.5, y: 5, floor: 0 }], speed: null }]);
    await press('ArrowUp', { shiftKey: true });
    expect(asked('simulation.walk').at(-1)).toEqual({ to: [{ x: 4.5, y: 3, floor: 0 }], speed: null });
  });

  it('leaves keys alone that mean something else', async () => {
    await open();
    await press('ArrowRight', { ctrlKey: true });
    await press('Tab');
    expect(asked('simulation.walk')).toEqual([]);
  });

  it('upstairs no further than there are floors', async () => {
    await open(simulatorUpstairs(), answerWith(floorsPlan));
    await press('PageUp');
    await press('PageUp');
    expect(asked('simulation.walk').at(-1)).toEqual({ to: [{ x: 19, y: 5, floor: 2 }], speed: null });
    expect(screen.getByRole<HTMLInputElement>('radio', { name: 'Floor 2' }).checked).toBe(true);
  });

  it('faster than it is answered asks for the last place only', async () => {
    let answer: () => void = () => undefined;
    await open(simulator(), answerWith(officePlan));
    shown!.bridge.answer = (name) => (name === 'simulation.walk' ? new Promise((resolve) => { answer = () => resolve(null); }) : null);
    for (let time = 0; time < 5; time++) await press('ArrowRight');
    expect(asked('simulation.walk')).toHaveLength(1);
    await act(async () => { answer(); });
    await settled();
    expect(asked('simulation.walk')).toEqual([{ to: [{ x: 4.5, y: 5, floor: 0 }], speed: null }, { to: [{ x: 6.5, y: 5, floor: 0 }], speed: null }]);
  });

  it('to a place by its name takes its time', async () => {
    await open();
    fireEvent.click(screen.getByRole('button', { name: /meeting room/ }));
    await settled();
    expect(asked('simulation.walk')).toEqual([{ to: [{ x: 19, y: 12, floor: 0 }], speed: 1.2 }]);
  });

  it('by hand: the dot is dragged, and is drawn where the hand is at once', async () => {
    await open();
    const dot = () => plan().querySelector('.plan-user')!.getAttribute('transform')!;
    const [x = 0, y = 0] = dot().match(/[\d.]+/g)!.map(Number);
    const pane = plan();
    pane.setPointerCapture = () => undefined;
    fireEvent.pointerDown(pane, { button: 0, pointerId: 1, clientX: x + 3, clientY: y });
    fireEvent.pointerMove(pane, { pointerId: 1, clientX: x + 100, clientY: y + 40 });
    const [nowX = 0, nowY = 0] = dot().match(/[\d.]+/g)!.map(Number);
    expect([Math.abs(nowX - x - 100), Math.abs(nowY - y - 40)].every((off) => off < 3)).toBe(true);
    fireEvent.pointerUp(pane, { button: 0, pointerId: 1, clientX: x + 100, clientY: y + 40 });
    await settled();
    expect(asked('simulation.walk')).toHaveLength(1);
    expect(asked('simulation.walk')[0]).toMatchObject({ speed: null });
  });

  it('by a click: to where it was', async () => {
    await open();
    fireEvent.pointerDown(plan(), { button: 0, clientX: 300, clientY: 220 });
    fireEvent.pointerUp(plan(), { button: 0, clientX: 300, clientY: 220 });
    await settled();
    expect(asked('simulation.walk')).toMatchObject([{ speed: 1.2 }]);
  });
});

describe('breaking', () => {
  it('pulls the cable, puts the machine to sleep, takes the manager away', async () => {
    await open();
    for (const name of [/Cable in/, 'Awake', 'Network manager answers']) fireEvent.click(screen.getByRole('switch', { name }));
    await settled();
    expect(asked('simulation.set')).toEqual([{ set: 'cable', interface: 'enp0s31f6', pulled: true }, { set: 'sleep', asleep: true }, { set: 'manager', gone: true }]);
  });

  it('mends an access point whole', async () => {
    await open(simulatorWalking());
    fireEvent.click(screen.getByRole('button', { name: 'Mend it' }));
    await settled();
    expect(asked('simulation.set')).toEqual([
      { set: 'connectivity', accessPoint: 'office5', value: 'full' }, { set: 'fault', accessPoint: 'office5', fault: null }, { set: 'offset', accessPoint: 'office5', offset: 0 },
    ]);
  });

  it('is about the access point that is clicked on the plan', async () => {
    await open();
    fireEvent.click(plan().querySelector('[data-access-point="cable"] .plan-grip')!);
    expect(readable(within(screen.getByRole('complementary')).getByRole('heading', { level: 3 }))).toBe('Cable');
  });

  it('says beside it what is wrong with an access point', async () => {
    await open();
    expect(readable(plan().querySelector('[data-access-point="cable"]')!)).toBe('Cableno internet');
  });
});

describe('the play', () => {
  it('is stopped, and goes on', async () => {
    await open();
    fireEvent.click(screen.getByRole('button', { name: 'Pause' }));
    await settled();
    expect(asked('simulation.pause')).toEqual([{ paused: true }]);
    shown!.end();
    await open(simulatorPaused());
    fireEvent.click(screen.getByRole('button', { name: 'Go on' }));
    await settled();
    expect(asked('simulation.pause')).toEqual([{ paused: false }]);
  });

  it('begins again', async () => {
    await open();
    fireEvent.click(screen.getByRole('button', { name: 'Play from the start' }));
    await settled();
    expect(asked('simulation.play')).toEqual([{ scenario: 'office-walk', speed: 1 }]);
  });

  it('says why something was refused', async () => {
    await open(simulator(), (name) => { if (name === 'simulation.play') throw { code: 'invalidInput', message: 'is not shipped' }; return answerWith(officePlan)(name); });
    fireEvent.click(screen.getByRole('button', { name: 'Play from the start' }));
    await settled();
    expect(screen.getByRole('alert').textContent).toContain('is not shipped');
  });
});

describe('a venue', () => {
  it('is drawn with one path for all that is only seen', async () => {
    await open(simulator(), answerWith(venuePlan));
    expect(plan().querySelectorAll('.plan-point')).toHaveLength(1);
    expect(plan().querySelector('.plan-dots')!.getAttribute('d')!.match(/M/g)).toHaveLength(2000);
  });
});
