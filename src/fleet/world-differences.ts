import { encodeSent } from "../ledger/sent-fields.ts";
import { encodeRecord } from "../ledger/subject.ts";
import { keyOf } from "../policy/standing.ts";
import type { World } from "./world.ts";

/** The differences between two worlds, one sentence each; their internal numbers are not compared. */
export function* differencesBetween(one: World, other: World): Generator<string, void, undefined> {
  if (one.sequence !== other.sequence) {
    yield `One stands at entry ${one.sequence}, the other at entry ${other.sequence}.`;
  }
  yield* differencesOfOrganizations(one, other);
  yield* differencesOfUsers(one, other);
  for (const id of new Set([...one.partners.keys(), ...other.partners.keys()])) {
    if (partnerText(one, id) !== partnerText(other, id)) yield `The settings of partner ${id} differ.`;
  }
  if (JSON.stringify(one.log.image()) !== JSON.stringify(other.log.image())) yield "The calendars differ.";
  if (productText(one) !== productText(other)) yield "What is said of the apps differs.";
}

function* differencesOfOrganizations(one: World, other: World): Generator<string> {
  if (one.organizations.count !== other.organizations.count) {
    yield `One has ${one.organizations.count} organizations, the other ${other.organizations.count}.`;
  }
  const { directory } = one.organizations;
  for (const number of directory.numbers()) {
    const id = directory.textAt(number);
    const here = organizationText(one, number);
    const there = organizationText(other, other.organizations.directory.find(id));
    if (here !== there) yield `Organization ${id} differs: ${here}; ${there}.`;
  }
}

function* differencesOfUsers(one: World, other: World): Generator<string> {
  if (one.users.size !== other.users.size) {
    yield `One holds ${one.users.size} users, the other ${other.users.size}.`;
  }
  for (const number of one.users.numbers()) {
    const id = one.users.idOf(number);
    const organization = one.organizations.directory.textAt(one.users.organizationOf(number));
    const twin = other.users.find(id, other.organizations.directory.find(organization));
    const here = userText(one, number);
    const there = twin < 0 ? "not held" : userText(other, twin);
    if (here !== there) yield `User ${id} of organization ${organization} differs: ${here}; ${there}.`;
  }
}

function organizationText(world: World, number: number): string {
  const circumstances = world.circumstancesOf(number);
  if (!circumstances) return "does not exist";
  const { organizations } = world;
  const decided = JSON.stringify([
    enrolmentOf(world, number),
    circumstances.partnerIds,
    circumstances.settings,
    organizations.saidAt(number),
    organizations.stoodAt(number),
  ]);
  return `${standingText(world, organizations.standingClassOf(number))} by ${decided}`;
}

function enrolmentOf(world: World, number: number) {
  const enrolment = world.enrolments.at(number);
  return enrolment ? encodeRecord("enrolment", enrolment) : null;
}

function userText(world: World, number: number): string {
  return `${standingText(world, world.users.standingClassOf(number))}, ${world.users.isOn(number) ? "on" : "off"}`;
}

function standingText(world: World, standingClass: number): string {
  const { code, standing } = world.standingClasses.governedAt(standingClass);
  return `${code} ${keyOf(standing)}`;
}

function productText({ product }: World): string {
  return JSON.stringify(encodeRecord("product", product));
}

/** What decides of a partner's settings. */
function partnerText(world: World, id: string): string {
  return JSON.stringify(encodeSent("partner_settings", world.partnerSettings(id)));
}
