import type { ReactNode } from 'react';
import { FormFrame } from '../forms/FormFrame.tsx';
import { Button } from '../parts/Button.tsx';
import { useHostState, useTexts, useView } from '../store/context.tsx';

/** The first run, in the details' place: what is seen here and what will be asked, in a few sentences. The list beside it works. */
export function Welcome({ onClose }: { onClose: () => void }): ReactNode {
  const texts = useTexts();
  const view = useView();
  const isSimulated = useHostState((state) => state.driver.simulation !== null);
  return (
    <FormFrame title={texts.t('welcome.title')} takesFocus={false} onClose={onClose} onSubmit={onClose}>
      <div className="form-body welcome">
        {isSimulated && <p>{texts.t('welcome.simulated')}</p>}
        <p>{texts.t('welcome.list')}</p>
        <p>{texts.t('welcome.asks')}</p>
        <p>{texts.t('welcome.order')}</p>
      </div>
      <footer>
        {isSimulated && <Button look="plain" onClick={() => { onClose(); view.go('simulator'); }}>{texts.t('welcome.simulator')}</Button>}
        <Button look="main" type="submit">{texts.t('welcome.done')}</Button>
      </footer>
    </FormFrame>
  );
}
