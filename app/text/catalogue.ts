type All<P extends readonly unknown[]> = P extends readonly [infer First, ...infer Rest] ? First & All<Rest> : unknown;

/**
 * One catalogue of its parts. Into an object without a prototype, which is a plain table from the beginning: a literal with
 * spreads would pass through one shape for each of a thousand keys, and cost every start more than all else in the texts.
 */
export const joinParts = <P extends readonly object[]>(...parts: P): Readonly<All<P>> => Object.assign(Object.create(null) as object, ...parts) as Readonly<All<P>>;
