/** A schedule as it is on the wire. */
type Schedule = { cadence: "automatic" } | { cadence: "latest" | "slow"; deferralWeeks: number };

export interface DemoPartner {
  readonly name: string;
  readonly schedule: Schedule | null;
  readonly allowCustomerOverride: boolean;
  /** R13: whether its feature is switched off after it is set up. */
  readonly featureOff?: true;
}

export interface DemoOrganization {
  readonly name: string;
  /** Names of partners. */
  readonly partners: readonly string[];
  /** R8: the schedule that its own administrator sets. */
  readonly own?: Schedule;
  /** R7: the schedules that partners set for it: partner -> schedule. */
  readonly partnerSchedules?: Readonly<Record<string, Schedule>>;
  /** R12: whether its first partner lets it set its own schedule. */
  readonly allowCustomerOverride?: boolean;
  /** R23: its legacy settings. */
  readonly legacy?: { readonly frequency: "one_month" | "three_months"; readonly weeks: number };
  readonly users?: readonly string[];
  /** R11: its pilot users. */
  readonly pilots?: readonly string[];
  /** R15: the schedule that it changes to after the calendar is entered; what was eligible then is held back. */
  readonly changesTo?: Schedule;
}

const latest = (deferralWeeks: number): Schedule => ({ cadence: "latest", deferralWeeks });
const slow = (deferralWeeks: number): Schedule => ({ cadence: "slow", deferralWeeks });
const automatic: Schedule = { cadence: "automatic" };

const NORTHWIND = "Northwind Telecom";
const ALPINE = "Alpine Voice";
const HARBOUR = "Harbour Networks";

export const DEMO_PARTNERS: readonly DemoPartner[] = [
  { name: NORTHWIND, schedule: latest(4), allowCustomerOverride: true },
  { name: ALPINE, schedule: slow(0), allowCustomerOverride: false },
  { name: HARBOUR, schedule: latest(1), allowCustomerOverride: true, featureOff: true },
];

/** The organizations that follow their partner and have nothing of their own. */
const FOLLOWERS: readonly DemoOrganization[] = [
  ...[
    "Acorn Books",
    "Birchwood Clinic",
    "Cedar Logistics",
    "Delta Foods",
    "Elm Street School",
    "Fjord Shipping",
    "Granite Works",
    "Hazel Media",
  ].map((name) => ({ name, partners: [NORTHWIND] })),
  ...[
    "Iris Optics",
    "Juniper Dairy",
    "Kestrel Air",
    "Linden Law",
    "Maple Insurance",
    "Nimbus Energy",
    "Oak Hill College",
  ].map((name) => ({ name, partners: [ALPINE] })),
  ...["Pine Valley Hotel", "Quarry Stone", "Rowan Textiles"].map((name) => ({ name, partners: [HARBOUR] })),
];

/** The other states of an organization, each at least once. */
const OTHERS: readonly DemoOrganization[] = [
  {
    name: "Sequoia Bank",
    partners: [NORTHWIND],
    own: slow(8),
    users: ["Anna Berg", "Ben Okoye", "Chloé Martin"],
    pilots: ["Anna Berg"],
  },
  { name: "Tamarind Labs", partners: [NORTHWIND], own: automatic },
  { name: "Umber Paints", partners: [NORTHWIND], own: latest(0) },
  {
    name: "Violet Pharma",
    partners: [NORTHWIND],
    partnerSchedules: { [NORTHWIND]: slow(12) },
    users: ["Dirk Jansen", "Eva Peeters"],
    pilots: ["Dirk Jansen"],
  },
  { name: "Willow Estates", partners: [NORTHWIND], partnerSchedules: { [NORTHWIND]: automatic } },
  { name: "Xenon Lighting", partners: [NORTHWIND], allowCustomerOverride: false },
  { name: "Yarrow Foods", partners: [ALPINE], allowCustomerOverride: true, own: latest(2) },
  {
    name: "Zephyr Wind",
    partners: [ALPINE],
    partnerSchedules: { [ALPINE]: slow(4) },
    users: ["Farid Haddad", "Greet Smets"],
    pilots: ["Greet Smets"],
  },
  { name: "Amber Museum", partners: [ALPINE], users: ["Hugo Lind", "Inès Moreau"], pilots: ["Hugo Lind"] },
  { name: "Basalt Roads", partners: [NORTHWIND, ALPINE] },
  { name: "Cobalt Mining", partners: [NORTHWIND, ALPINE] },
  { name: "Dune Travel", partners: [NORTHWIND, HARBOUR] },
  { name: "Ember Ceramics", partners: [NORTHWIND, ALPINE], partnerSchedules: { [NORTHWIND]: slow(0) } },
  { name: "Flint Security", partners: [ALPINE, HARBOUR], own: slow(2), allowCustomerOverride: true },
  { name: "Garnet Jewels", partners: [NORTHWIND], legacy: { frequency: "one_month", weeks: 2 } },
  { name: "Heather Farms", partners: [NORTHWIND], legacy: { frequency: "three_months", weeks: 16 } },
  { name: "Indigo Press", partners: [HARBOUR], legacy: { frequency: "three_months", weeks: 6 } },
  { name: "Jasper Tools", partners: [] },
  { name: "Kelp Marine", partners: [], own: slow(6) },
  { name: "Lava Fitness", partners: [NORTHWIND], own: automatic, changesTo: slow(0) },
  { name: "Moss Garden", partners: [NORTHWIND], changesTo: slow(4), users: ["Jo Verhoeven"] },
];

export const DEMO_ORGANIZATIONS: readonly DemoOrganization[] = [...FOLLOWERS, ...OTHERS];

/** A person who signs in to look around. */
export interface DemoLogin {
  /** A person's name. */
  readonly name: string;
  readonly email: string;
  readonly role: "vendor_admin" | "partner_full_admin" | "organization_full_admin";
  /** The name of its partner or organization, or null for the vendor. */
  readonly home: string | null;
}

/** One person of each level. */
export const DEMO_LOGINS: readonly DemoLogin[] = [
  { name: "Nora Whitfield", email: "vendor@example.com", role: "vendor_admin", home: null },
  { name: "Paula Reyes", email: "partner@example.com", role: "partner_full_admin", home: NORTHWIND },
  {
    name: "Samuel Osei",
    email: "customer@example.com",
    role: "organization_full_admin",
    home: "Sequoia Bank",
  },
];
