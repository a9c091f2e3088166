import type { ReactNode } from 'react';
import type { SimulationPlan } from '../../app/contract/plan.ts';
import { simulationFaults } from '../../app/contract/values.ts';
import { showName, showSentence } from '../../app/text/index.ts';
import { Button } from '../parts/Button.tsx';
import { KindIcon } from '../parts/Icon.tsx';
import { Name } from '../parts/Name.tsx';
import { Choose, Toggle } from '../settings/controls.tsx';
import { useHost, useHostState, useTexts } from '../store/context.tsx';
import { usePlannedName } from './names.ts';
import { change, walk } from './playing.ts';

type PlannedAccessPoint = SimulationPlan['accessPoints'][number];

const well = { connectivity: 'full', fault: null, offset: 0 } as const;
/** dB that a signal can be changed by */
const offsets = [-60, -40, -20, -10, 0, 10, 20] as const;

/** What can be broken and mended, and a way to walk without the plan. */
export function Breaking({ plan, accessPoint, onChoose }: { plan: SimulationPlan; accessPoint: PlannedAccessPoint | null; onChoose: (id: string) => void }): ReactNode {
  const texts = useTexts();
  const host = useHost();
  const simulation = useHostState((state) => state.simulation);
  const nameOf = usePlannedName();
  if (!simulation) return null;
  // A venue has thousands that are only seen; those are chosen on the plan.
  const listed = plan.accessPoints.filter((one) => one.stored || one === accessPoint || plan.accessPoints.length <= 40);
  return (
    <aside className="details simulator-pane" aria-label={texts.t('simulator.break')}>
      {accessPoint && (
        <>
          <h3 className="details-name simulator-name"><KindIcon kind={accessPoint.kind} /><Name name={nameOf(accessPoint)} className="cut" /></h3>
          <Line label={texts.t('simulator.accessPoint')}><Choose label={texts.t('simulator.accessPoint')} value={accessPoint.id} onChange={onChoose} choices={listed.map((one) => ({ id: one.id, label: nameOf(one).isolated }))} /></Line>
          <OfAccessPoint accessPoint={accessPoint} />
        </>
      )}
      <h4>{texts.t('simulator.machine')}</h4>
      {plan.interfaces.filter(({ kind }) => kind === 'wired').map(({ name }) => (
        <Line key={name} label={texts.t('simulator.cable', { interface: showName(name).isolated })}>
          <Toggle label={texts.t('simulator.cable', { interface: showName(name).isolated })} isOn={!simulation.pulled.includes(name)} onChange={(isIn) => void change(host, { set: 'cable', interface: name, pulled: !isIn })} />
        </Line>
      ))}
      <Line label={texts.t('simulator.awake')}><Toggle label={texts.t('simulator.awake')} isOn={!simulation.isAsleep} onChange={(isAwake) => void change(host, { set: 'sleep', asleep: !isAwake })} /></Line>
      <Line label={texts.t('simulator.manager')}><Toggle label={texts.t('simulator.manager')} isOn={!simulation.managerIsGone} onChange={(answers) => void change(host, { set: 'manager', gone: !answers })} /></Line>
      <h4>{texts.t('simulator.walkTo')}</h4>
      <ul className="simulator-places">
        {plan.places.map(({ name, at }) => <li key={name}><button type="button" className="link" onClick={() => void walk(host, at)}>{showSentence(name)}</button></li>)}
      </ul>
    </aside>
  );
}

function OfAccessPoint({ accessPoint: { id, kind } }: { accessPoint: PlannedAccessPoint }): ReactNode {
  const texts = useTexts();
  const host = useHost();
  const now = useHostState((state) => state.simulation?.accessPoints[id]) ?? well;
  const set = (part: Partial<typeof now>): void => {
    if (part.connectivity !== undefined) void change(host, { set: 'connectivity', accessPoint: id, value: part.connectivity });
    if (part.fault !== undefined) void change(host, { set: 'fault', accessPoint: id, fault: part.fault });
    if (part.offset !== undefined) void change(host, { set: 'offset', accessPoint: id, offset: part.offset });
  };
  const decibels = (value: number): string => (value === 0 ? texts.t('simulator.signal.planned') : texts.t('simulator.signal.changed', { decibels: `${value > 0 ? '+' : '−'}${texts.number(Math.abs(value), 0)}` }));
  const signals = [...new Set<number>([...offsets, now.offset])].sort((a, b) => a - b);
  const isWell = now.connectivity === 'full' && now.fault === null && now.offset === 0;
  return (
    <>
      <Line label={texts.t('simulator.reaches')}>
        <Choose label={texts.t('simulator.reaches')} value={now.connectivity} onChange={(connectivity) => set({ connectivity })}
          choices={(['full', 'limited', 'portal', 'none'] as const).map((one) => ({ id: one, label: texts.of(`simulator.reach.${one}`) }))} />
      </Line>
      <Line label={texts.t('simulator.fault')}>
        <Choose label={texts.t('simulator.fault')} value={now.fault ?? 'no'} onChange={(fault) => set({ fault: fault === 'no' ? null : fault })}
          choices={(['no', ...simulationFaults] as const).map((one) => ({ id: one, label: texts.of(`simulator.fault.${one}`) }))} />
      </Line>
      {(kind === 'wifi' || kind === 'mobile') && (
        <Line label={texts.t('simulator.signal')}>
          <Choose label={texts.t('simulator.signal')} value={String(now.offset)} onChange={(offset) => set({ offset: Number(offset) })} choices={signals.map((one) => ({ id: String(one), label: decibels(one) }))} />
        </Line>
      )}
      {!isWell && <div className="actions"><Button onClick={() => set(well)}>{texts.t('simulator.mendAll')}</Button></div>}
    </>
  );
}

function Line({ label, children }: { label: string; children: ReactNode }): ReactNode {
  return <div className="simulator-line"><span>{label}</span>{children}</div>;
}
