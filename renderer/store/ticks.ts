/** One timer for all that shows running time; it rests while nobody listens or the window is hidden. */
const listeners = new Set<() => void>();
let timer: ReturnType<typeof setInterval> | null = null;
const tickEvery = 250;

function adjust(): void {
  const wanted = listeners.size > 0 && document.visibilityState !== 'hidden';
  if (wanted && timer === null) timer = setInterval(() => listeners.forEach((tell) => tell()), tickEvery);
  if (!wanted && timer !== null) { clearInterval(timer); timer = null; }
}

/** Calls back about four times a second while the window is visible. */
export function onTick(tell: () => void): () => void {
  if (listeners.size === 0) document.addEventListener('visibilitychange', adjust);
  listeners.add(tell);
  adjust();
  return () => {
    listeners.delete(tell);
    if (listeners.size === 0) document.removeEventListener('visibilitychange', adjust);
    adjust();
  };
}
