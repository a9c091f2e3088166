import { useState, type ReactNode } from 'react';
import { Button } from '../parts/Button.tsx';
import { Icon } from '../parts/Icon.tsx';
import { useTexts, useView, useViewState } from '../store/context.tsx';

/** What was just taken away and can be brought back; it stays until it is dismissed, used, or its five minutes are over. The focus goes back to the list with it. */
export function Undo({ onLeave }: { onLeave: () => void }): ReactNode {
  const texts = useTexts();
  const view = useView();
  const undo = useViewState((state) => state.undo);
  const [fault, setFault] = useState<string | null>(null);
  if (undo === null) return null;
  const run = async (): Promise<void> => {
    try { await undo.run(); setFault(null); view.offerUndo(null); onLeave(); } catch (error) { setFault(error instanceof Error ? error.message : ''); }
  };
  return (
    <div className="undo-line" role="status">
      <Icon name={fault === null ? 'info' : 'warned'} small /><span className="cut">{fault ?? texts.t(undo.what === 'forgot' ? 'undo.forgot' : 'undo.removed', { name: undo.name })}</span>
      <Button look="plain" onClick={() => void run()}>{texts.t('undo.action')}</Button>
      <Button look="plain" onClick={() => { setFault(null); view.offerUndo(null); onLeave(); }}>{texts.t('dismiss')}</Button>
    </div>
  );
}
