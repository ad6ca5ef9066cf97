// The door of this lab.
export { createExercicesLab } from './runner.ts';
