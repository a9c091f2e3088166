import about from '../../package.json' with { type: 'json' };

/** What Handover calls itself to its clients. */
export const program = `Handover ${about.version}`;
