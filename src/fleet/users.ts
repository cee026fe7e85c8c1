import { Directory, type DirectoryImage } from "./directory.ts";
import { withRoom } from "./growable-array.ts";
import { type StillArray, StillArrays } from "./still-array.ts";

/** Columns of the directory: the number + 1 of the organization, and of its next user. */
const ORGANIZATION = 0;
const NEXT = 1;
/** The standing class times two, plus one if the switch is on. */
const CLASS_AND_SWITCH = 2;
const COLUMNS = 3;

/** The held users as a checkpoint stores them. */
export interface UsersImage<Words = Uint32Array, Heads = Int32Array> extends DirectoryImage<Words> {
  readonly heads: Heads;
}

/**
 * The users whose standing differs from their organization's: the switch of R11 is on, or turning it off left a hold
 * (R15). At most 46 bytes each, and no object; all other users are not in memory.
 */
export class Users {
  readonly #directory: Directory;
  /** By organization: the number + 1 of its first user, or 0 if it has none. */
  #heads: Int32Array;
  readonly #stills = new StillArrays();

  constructor(image?: UsersImage) {
    this.#directory = new Directory(COLUMNS, image);
    this.#heads = image?.heads ?? new Int32Array(64);
  }

  get size(): number {
    return this.#directory.size;
  }

  /** The number of an organization's user by UUID, or -1 if the user is not held. */
  find(id: string, organization: number): number {
    const number = this.#directory.find(id);
    return number >= 0 && this.organizationOf(number) === organization ? number : -1;
  }

  /** The id of a held user. */
  idOf(number: number): string {
    return this.#directory.textAt(number);
  }

  organizationOf(number: number): number {
    return this.#directory.valueAt(number, ORGANIZATION) - 1;
  }

  standingClassOf(number: number): number {
    return this.#directory.valueAt(number, CLASS_AND_SWITCH) >>> 1;
  }

  /** R11: whether the user's switch is on. */
  isOn(number: number): boolean {
    return (this.#directory.valueAt(number, CLASS_AND_SWITCH) & 1) === 1;
  }

  set(number: number, standingClass: number, isOn: boolean): void {
    this.#directory.setValueAt(number, standingClass * 2 + (isOn ? 1 : 0), CLASS_AND_SWITCH);
  }

  /** The numbers of an organization's held users; each may be forgotten once it is yielded. */
  *of(organization: number): Generator<number, void, undefined> {
    for (let at = this.#heads[organization] ?? 0; at > 0; ) {
      const next = this.#directory.valueAt(at - 1, NEXT);
      yield at - 1;
      at = next;
    }
  }

  /** Whether an organization has a held user. */
  isAnyOf(organization: number): boolean {
    return (this.#heads[organization] ?? 0) > 0;
  }

  /** Adds a user; returns the number, or -1 if the id is no UUID or is held already. */
  hold(id: string, organization: number): number {
    if (this.#directory.find(id) >= 0) return -1;
    const number = this.#directory.add(id);
    if (number < 0) return number;
    this.#heads = withRoom(this.#heads, organization + 1);
    this.#directory.setValueAt(number, organization + 1, ORGANIZATION);
    this.#directory.setValueAt(number, this.#heads[organization] ?? 0, NEXT);
    this.#setHead(organization, number + 1);
    return number;
  }

  /** Removes a held user. */
  forget(number: number): void {
    const organization = this.organizationOf(number);
    const next = this.#directory.valueAt(number, NEXT);
    if (this.#heads[organization] === number + 1) this.#setHead(organization, next);
    else {
      for (const other of this.of(organization)) {
        if (this.#directory.valueAt(other, NEXT) === number + 1)
          this.#directory.setValueAt(other, next, NEXT);
      }
    }
    this.#directory.remove(number);
  }

  /** The numbers of all held users. */
  numbers(): Iterable<number> {
    return this.#directory.numbers();
  }

  /** All held users as they are now, for a checkpoint. */
  image(): UsersImage<StillArray, StillArray> {
    return {
      ...this.#directory.image(),
      heads: this.#stills.take(this.#heads, this.#heads.length),
    };
  }

  #setHead(organization: number, head: number): void {
    this.#stills.beforeChange(this.#heads, organization);
    this.#heads[organization] = head;
  }
}
