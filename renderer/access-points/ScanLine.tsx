import type { ReactNode } from 'react';
import { durationText, requestFailureText } from '../../app/text/index.ts';
import { scan } from '../parts/actions.ts';
import { Button } from '../parts/Button.tsx';
import { Icon } from '../parts/Icon.tsx';
import { useHost, useHostState, useHostStore, useHostTime, useTexts } from '../store/context.tsx';

/** When it was scanned, how often, and a scan at once. */
export function ScanLine(): ReactNode {
  const texts = useTexts();
  const host = useHost();
  const scans = useHostState((state) => state.scans);
  const driver = useHostState((state) => state.driver);
  const isScanning = useHostStore(({ pending }) => pending.scan !== undefined);
  const failure = useHostStore(({ failures }) => failures.scan);
  const ago = useHostTime((now) => (scans.lastAt === null ? '' : durationText(texts, now - scans.lastAt)));
  const says = failure ? requestFailureText(texts, failure) : !driver.canScan ? texts.t('scan.cannot') : scans.lastAt === null ? texts.t('scan.never') : texts.t('scan.line', { ago, count: scans.count });
  return (
    <div className="scan-line">
      <Icon name={failure ? 'warned' : 'info'} small /><span className={`cut ${failure ? 'tone-warn' : ''}`} title={says}>{says}</span>
      <Button look="plain" aria-busy={isScanning} onClick={() => scan(host)}
        why={!driver.available ? texts.t('details.whyGone', { manager: texts.of(`driver.${driver.name}`) }) : !driver.canScan ? texts.t('scan.cannot') : null}>{isScanning ? texts.t('scan.scanning') : texts.t('scan.now')}</Button>
    </div>
  );
}
