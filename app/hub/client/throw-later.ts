/** A handler of the program that throws is an uncaught error of the program; it keeps an event from nobody else. */
export const throwLater = (error: unknown): void => { queueMicrotask(() => { throw error; }); };
