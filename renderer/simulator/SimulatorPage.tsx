import { useEffect, useState, type ReactNode } from 'react';
import type { RequestOutput } from '../../app/contract/contract.ts';
import type { SimulationPlan } from '../../app/contract/plan.ts';
import { currentAccessPoint } from '../../app/contract/reading.ts';
import { showSentence } from '../../app/text/index.ts';
import { Button } from '../parts/Button.tsx';
import { RefusedHere } from '../parts/Failure.tsx';
import { Choose } from '../settings/controls.tsx';
import { useHost, useHostState, useHostStore, useTexts, useWatch } from '../store/context.tsx';
import { Breaking } from './Breaking.tsx';
import { Plan } from './Plan.tsx';
import { about, play, playAgain, setPaused, setSpeed } from './playing.ts';

/** The simulated network by hand: the plan to walk on, what can be broken, and how it is played. */
export function SimulatorPage(): ReactNode {
  const texts = useTexts();
  const plan = usePlan();
  const carrying = useHostState(currentAccessPoint);
  const [chosen, setChosen] = useState<string | null>(null);
  useWatch('accessPoints');
  const accessPoint = plan?.accessPoints.find(({ id }) => id === (chosen ?? carrying)) ?? plan?.accessPoints.find(({ stored }) => stored);
  return (
    <section className="simulator" aria-labelledby="page-title">
      <div className="simulator-middle">
        <header className="page-head"><h2 id="page-title">{texts.t('page.simulator')}</h2><Controls /></header>
        <RefusedHere about={about} />
        {plan && <Plan plan={plan} chosen={accessPoint?.id ?? null} onChoose={setChosen} />}
      </div>
      {plan && <Breaking plan={plan} accessPoint={accessPoint ?? null} onChoose={setChosen} />}
    </section>
  );
}

/** The plan of what is played; null until it is there. */
function usePlan(): SimulationPlan | null {
  const host = useHost();
  // Which play it is: its start, in the host's time, is no other's.
  const played = useHostState(({ driver: { simulation } }) => simulation && `${simulation.scenario} ${simulation.seed}`);
  const [found, setFound] = useState<{ played: string; plan: SimulationPlan } | null>(null);
  const isReady = useHostState(({ driver }) => driver.available);
  useEffect(() => {
    let isWanted = true;
    // It is there without its manager too, which is brought back from here; before the host is up there is none, and it is asked for again.
    if (played !== null) host.request('simulation.plan', null).then((plan) => { if (isWanted) setFound({ played, plan }); }, () => { /* between two plays there is none; the next one asks again */ });
    return () => { isWanted = false; };
  }, [host, played, isReady]);
  return found?.played === played ? found.plan : null;
}

const speeds = [1, 2, 5, 10, 30, 100] as const;

function Controls(): ReactNode {
  const texts = useTexts();
  const host = useHost();
  const simulation = useHostState((state) => state.driver.simulation);
  const isPaused = useHostState((state) => state.clock.speed === 0);
  const isBusy = useHostStore(({ pending }) => pending[about] !== undefined);
  const [scenarios, setScenarios] = useState<RequestOutput<'simulation.scenarios'>>([]);
  useEffect(() => {
    let isThere = true;
    host.request('simulation.scenarios', null).then((found) => { if (isThere) setScenarios(found); }, () => { /* the one that is played stays as the only choice */ });
    return () => { isThere = false; };
  }, [host]);
  if (!simulation) return null;
  const { scenario, speed, title } = simulation;
  const known = scenarios.some(({ id }) => id === scenario) ? scenarios : [{ id: scenario, title }, ...scenarios];
  const times = [...new Set([...speeds, speed])].sort((a, b) => a - b);
  return (
    <>
      <Choose label={texts.t('simulator.scenario')} value={scenario} onChange={(one) => void play(host, one, speed)} choices={known.map(({ id, title: words }) => ({ id, label: showSentence(words[texts.language]) }))} />
      <Choose label={texts.t('simulator.speed')} value={String(speed)} onChange={(one) => void setSpeed(host, Number(one))} choices={times.map((one) => ({ id: String(one), label: texts.t('simulator.speedTimes', { speed: one }) }))} />
      <Button onClick={() => void setPaused(host, !isPaused)}>{texts.t(isPaused ? 'simulator.goOn' : 'simulator.pause')}</Button>
      <Button look="plain" aria-busy={isBusy} onClick={() => void playAgain(host, scenario, speed)}>{texts.t('simulator.replay')}</Button>
    </>
  );
}
