/** Replays: traces of networks played through the real core, with whatever settings. docs/replay.md */
export { replay } from './replay.ts';
export { parseFile, parseTrace, TraceError, type FileProblem } from './parse-trace.ts';
export { traceSchema, type Trace, type TraceChange, type TraceInput } from './trace.ts';
export { asked, engineScans, notAsked, type ReplayEvent, type ReplayOutcome } from './outcome.ts';
export { differences, expectationSchema, type Expectation } from './expectation.ts';
