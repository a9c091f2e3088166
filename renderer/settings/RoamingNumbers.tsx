import { useEffect, useState, type ReactNode } from 'react';
import type { Settings } from '../../app/contract/state.ts';
import { durationText, levelText, type Texts } from '../../app/text/index.ts';
import { Button } from '../parts/Button.tsx';
import { useHost, useTexts } from '../store/context.tsx';
import { Setting } from './controls.tsx';

type Presets = Readonly<Record<Settings['roamingPreset'], Readonly<Record<string, number>>>>;

/** The numbers that a person may want to know and move, with their bounds; `unit` says how a value is read. */
const numbers = [
  { name: 'weakLevel5', unit: 'dBm', least: -90, most: -40, step: 1 }, { name: 'weakLevel24', unit: 'dBm', least: -90, most: -40, step: 1 },
  { name: 'betterBy', unit: 'dB', least: 1, most: 40, step: 1 }, { name: 'betterByWhileGood', unit: 'dB', least: 1, most: 40, step: 1 },
  { name: 'noInternetFor', unit: 's', least: 1, most: 600, step: 1 }, { name: 'holdFor', unit: 's', least: 0, most: 600, step: 1 },
  { name: 'offerApart', unit: 's', least: 0, most: 3600, step: 10 }, { name: 'offersADayForPair', unit: '', least: 1, most: 100, step: 1 },
  { name: 'countdown', unit: 's', least: 5, most: 120, step: 1 }, { name: 'linger', unit: 's', least: 0, most: 600, step: 5 },
] as const;
type RoamingNumber = (typeof numbers)[number];

/** What "how eager" means, number by number; each can be moved by itself and put back. */
export function RoamingNumbers({ settings, change }: { settings: Settings; change: (part: Partial<Settings>) => void }): ReactNode {
  const texts = useTexts();
  const host = useHost();
  const [presets, setPresets] = useState<Presets | null>(null);
  useEffect(() => {
    let isThere = true;
    host.request('roaming.presets', null).then((told) => { if (isThere) setPresets(told); }, () => { /* without them nothing is shown */ });
    return () => { isThere = false; };
  }, [host]);
  if (presets === null) return null;
  const of = presets[settings.roamingPreset];
  const put = (name: string, value: number | null): void => {
    const { [name]: _before, ...rest } = settings.roaming;
    change({ roaming: value === null || value === of[name] ? rest : { ...rest, [name]: value } });
  };
  return (
    <details className="numbers" open={Object.keys(settings.roaming).length > 0 || undefined}>
      <summary>{texts.t('settings.numbers')}</summary>
      <p className="secondary">{texts.t('settings.numbersWhat', { preset: texts.of(`settings.preset.${settings.roamingPreset}`) })}</p>
      {numbers.map((number) => {
        const preset = of[number.name] ?? 0;
        const own = settings.roaming[number.name];
        return <NumberLine key={number.name} number={number} preset={preset} own={own ?? null} texts={texts} put={(value) => put(number.name, value)} />;
      })}
    </details>
  );
}

function NumberLine({ number, preset, own, texts, put }: { number: RoamingNumber; preset: number; own: number | null; texts: Texts; put: (value: number | null) => void }): ReactNode {
  const { unit, least, most, step, name } = number;
  const scale = unit === 's' ? 1000 : 1;
  const value = (own ?? preset) / scale;
  const [typed, setTyped] = useState<string | null>(null);
  const label = texts.of(`settings.number.${name}`);
  const keep = (): void => {
    const wanted = Number((typed ?? '').replace('−', '-'));
    if (typed !== null && typed.trim() !== '' && Number.isFinite(wanted)) put(Math.min(most, Math.max(least, Math.round(wanted))) * scale);
    setTyped(null);
  };
  return (
    <Setting label={label} {...(own !== null && { what: texts.t('settings.numbersPreset', { value: shown(texts, unit, preset / scale) }) })}>
      {own !== null && <Button look="plain" aria-label={texts.t('settings.numbersResetThis', { number: label })} onClick={() => { setTyped(null); put(null); }}>{texts.t('settings.numbersReset')}</Button>}
      <span className="number-field">
        <input type="number" className="field" aria-label={unit === '' ? label : `${label}, ${unit}`} min={least} max={most} step={step} value={typed ?? String(value)}
          onChange={(event) => setTyped(event.target.value)} onBlur={keep} onKeyDown={(event) => { if (event.key === 'Enter') keep(); }} />
        <span className="number-unit">{unit}</span>
      </span>
    </Setting>
  );
}

const shown = (texts: Texts, unit: RoamingNumber['unit'], value: number): string => (unit === 'dBm' ? levelText(texts, value) : unit === 's' ? durationText(texts, value * 1000) : `${texts.number(value)}${unit === '' ? '' : ` ${unit}`}`);
