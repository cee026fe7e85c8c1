// Lets a thread run TypeScript as it lies in src/; tests and `tsx` start threads so, the built program never.
import { register } from "tsx/esm/api";

register();
