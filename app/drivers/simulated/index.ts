/** The simulated network, as the rest of Handover uses it. */
export { createSimulatedDriver, type SimulatedDriver } from './simulated-driver.ts';
export type { Control } from './control.ts';
export { loadScenario, parseScenario } from './load-scenario.ts';
export { ScenarioError, type ScenarioProblem } from './scenario-error.ts';
export { defaultScenario, shippedScenarios, type ShippedScenario } from './scenarios/index.ts';
export type { Scenario } from './scenario.ts';
