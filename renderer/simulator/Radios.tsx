import { memo, useMemo, type ReactNode } from 'react';
import type { PlanPoint, SimulationPlan } from '../../app/contract/plan.ts';
import { currentAccessPoint } from '../../app/contract/reading.ts';
import { levelText } from '../../app/text/index.ts';
import { useHostState, useTexts } from '../store/context.tsx';
import { placeLabels, widthOf, type Placed } from './labels.ts';
import type { Projection } from './projection.ts';
import { usePlannedName } from './names.ts';

type PlannedAccessPoint = SimulationPlan['accessPoints'][number];
type PlannedRadio = PlannedAccessPoint['radios'][number];
interface Drawn { readonly plan: SimulationPlan; readonly projection: Projection; readonly floor: number }

/** So many access points that are only seen still get names of their own; more become dots. */
const mostNamed = 12;
/** An access point with more radios is a crowd: dots too, but for the one in use. */
const mostRadios = 24;
/** Pixels that a level and a fault need, at most. */
const levelWidth = 120;

/** The radios and sockets of a floor: what this computer knows by name, all else as dots; a line to the one that carries. */
export function Radios({ plan, projection, floor, user, chosen }: Drawn & { user: PlanPoint; chosen: string | null }): ReactNode {
  const nameOf = usePlannedName();
  const { named, dots } = useMemo(() => {
    const seen = plan.accessPoints.filter(({ stored }) => !stored);
    const isNamed = (one: PlannedAccessPoint): boolean => one.radios.length <= mostRadios && (one.stored || one.id === chosen || seen.length <= mostNamed);
    return { named: plan.accessPoints.filter(isNamed), dots: plan.accessPoints.filter((one) => !isNamed(one)) };
  }, [plan, chosen]);
  // Where the words stand does not depend on levels, which change every second.
  const places = useMemo(() => placeLabels(named.flatMap((one) => one.radios.flatMap((radio, index) => {
    if (radio.at.floor !== floor) return [];
    const isNeeded = one.stored || one.id === chosen;
    const width = widthOf(nameOf(one).isolated);
    return [{ key: `${one.id} ${index}`, ...radioAt(projection, radio), width: isNeeded && index === 0 ? Math.max(width, levelWidth) : width, lines: isNeeded ? 2 as const : 1 as const, isNeeded }];
  })), projection), [named, projection, floor, chosen, nameOf]);
  return (
    <>
      <Dots accessPoints={dots} projection={projection} floor={floor} />
      {named.map((one) => <AccessPoint key={one.id} accessPoint={one} projection={projection} floor={floor} places={places} isChosen={one.id === chosen} />)}
      <Carrier plan={plan} projection={projection} floor={floor} user={user} />
    </>
  );
}

/** One path for all of them: a venue has thousands. */
const Dots = memo(function Dots({ accessPoints, projection, floor }: { accessPoints: readonly PlannedAccessPoint[]; projection: Projection; floor: number }): ReactNode {
  const path = accessPoints.flatMap(({ radios }) => radios).filter(({ at }) => at.floor === floor)
    .map(({ at }) => `M${projection.x(at.x).toFixed(1)} ${projection.y(at.y).toFixed(1)}h0`).join('');
  return path === '' ? null : <path className="plan-dots" d={path} />;
});

/** From the user to the radio or socket that carries the traffic. */
function Carrier({ plan, projection, floor, user }: Drawn & { user: PlanPoint }): ReactNode {
  const carrier = useHostState(currentAccessPoint);
  const bssid = useHostState((state) => state.configurations[carrier ?? '']?.accessPoint?.bss.find((one) => one.inUse)?.bssid ?? null);
  const accessPoint = plan.accessPoints.find(({ id }) => id === carrier);
  const radio = accessPoint && (accessPoint.kind === 'wired' ? accessPoint.radios[0] : accessPoint.radios.find((one) => one.bssid === bssid));
  if (!radio || (radio.at.floor !== floor && Math.round(user.floor) !== floor)) return null;
  const at = radioAt(projection, radio);
  return (
    <g className="plan-carrier">
      <line x1={projection.x(user.x)} y1={projection.y(user.y)} x2={at.x} y2={at.y} />
      {radio.at.floor === floor && <circle cx={at.x} cy={at.y} r={5} />}
    </g>
  );
}

const radioAt = (projection: Projection, { at }: PlannedRadio): { x: number; y: number } => ({ x: projection.x(at.x), y: projection.y(at.y) });

function AccessPoint({ accessPoint, projection, floor, places, isChosen }: { accessPoint: PlannedAccessPoint; projection: Projection; floor: number; places: ReadonlyMap<string, Placed>; isChosen: boolean }): ReactNode {
  const { id, kind, stored, radios } = accessPoint;
  const texts = useTexts();
  const nameOf = usePlannedName();
  const bss = useHostState((state) => state.configurations[id]?.accessPoint?.bss);
  const broken = useHostState((state) => state.simulation?.accessPoints[id]);
  const fault = broken && (broken.connectivity !== 'full' ? texts.of(`simulator.short.${broken.connectivity}`) : broken.fault !== null ? texts.t('simulator.short.fault') : null);
  return (
    <g className={`plan-point ${stored ? 'plan-point-stored' : ''} ${fault ? 'plan-point-broken' : ''}`} data-access-point={id}>
      {radios.map((radio, index) => {
        if (radio.at.floor !== floor) return null;
        const { x, y } = radioAt(projection, radio);
        const place = places.get(`${id} ${index}`);
        const level = bss?.find(({ bssid }) => bssid === radio.bssid)?.level;
        const facts = stored || isChosen ? texts.facts([level === undefined ? '' : levelText(texts, level), index === 0 && fault ? fault : '']) : '';
        return (
          <g key={index} transform={`translate(${x} ${y})`}>
            <circle r={12} className="plan-grip" />
            {isChosen && <circle r={9} className="plan-ring" />}
            {kind === 'wired' ? <rect x={-4.5} y={-4.5} width={9} height={9} rx={1.5} className="plan-mark" /> : <circle r={stored ? 4.5 : 3.5} className="plan-mark" />}
            {place && <text x={place.dx} y={place.dy} textAnchor={place.anchor} className="plan-name">{nameOf(accessPoint).isolated}</text>}
            {place && facts && <text x={place.dx} y={place.dy + 15} textAnchor={place.anchor} className="plan-level">{facts}</text>}
          </g>
        );
      })}
    </g>
  );
}
