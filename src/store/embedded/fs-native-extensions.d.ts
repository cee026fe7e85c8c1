declare module "fs-native-extensions" {
  /** Locks an open file for writing, without waiting; false if another process, or another opening of it, has the lock. */
  export function tryLock(file: number): boolean;
}
