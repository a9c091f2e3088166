import type { ReactNode } from 'react';
import type { PlanPoint, SimulationPlan } from '../../app/contract/plan.ts';
import { currentAccessPoint, windowPrompt } from '../../app/contract/reading.ts';
import { levelText, showSentence, type Texts } from '../../app/text/index.ts';
import { useHostState, useHostTime, useNames, useTexts, useView } from '../store/context.tsx';

/** Metres from a place at which one is still at it. */
const near = 1;

/** Under the plan, in words: where the user is or walks to, what carries the traffic there, and whether a question waits. Read out politely. */
export function Whereabouts({ plan, user }: { plan: SimulationPlan; user: PlanPoint }): ReactNode {
  const texts = useTexts();
  const view = useView();
  const nameOf = useNames();
  const way = useHostState((state) => state.simulation?.way);
  const prompt = useHostState((state) => windowPrompt(state).kind);
  const carrier = useHostState(currentAccessPoint);
  const level = useHostState((state) => state.configurations[carrier ?? '']?.accessPoint?.level ?? null);
  const end = way?.at(-1);
  const isWalking = useHostTime((now) => end !== undefined && now < end.at);
  const where = isWalking && end ? whereText(texts, plan, end, true) : whereText(texts, plan, user, false);
  const on = carrier === null ? texts.t('simulator.notConnected') : texts.t('simulator.on', { name: nameOf(carrier) });
  return (
    <div className="plan-foot">
      <p className="cut"><span role="status">{texts.facts([where, on])}</span>{/* Not read out: it changes every second. */}{level !== null && <span className="plan-now">{levelText(texts, level)}</span>}</p>
      {prompt !== 'none' && <button type="button" className="link" onClick={() => view.go('accessPoints')}>{texts.t(prompt === 'offer' ? 'simulator.offerWaits' : prompt === 'trial' ? 'simulator.trialRuns' : 'simulator.questionWaits')}</button>}
    </div>
  );
}

function whereText(texts: Texts, { places, floors }: SimulationPlan, at: PlanPoint, isWalking: boolean): string {
  const floor = Math.round(at.floor);
  const place = places.find((one) => one.at.floor === floor && Math.hypot(one.at.x - at.x, one.at.y - at.y) <= near);
  const metres = { x: texts.number(at.x, 1, true), y: texts.number(at.y, 1, true) };
  const where = place ? texts.of(isWalking ? 'simulator.walkingToPlace' : 'simulator.atPlace', { place: showSentence(place.name) }) : texts.of(isWalking ? 'simulator.walkingTo' : 'simulator.at', metres);
  return floors.count > 1 ? texts.t('simulator.onFloor', { where, floor }) : where;
}
