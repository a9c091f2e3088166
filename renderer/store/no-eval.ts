import { config } from 'zod';

// zod compiles parsers with `new Function` unless told not to. The content policy forbids that, and even the probe for it is
// reported as a violation. Has to run before the first schema is made, so this file is the first import of main.tsx.
config({ jitless: true });
