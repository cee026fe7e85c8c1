import { useIntl } from "react-intl";
import { LANGUAGES, LOCALES } from "../../tenancy/locale.ts";
import { hasHub, type Me, mayI } from "../data/me.ts";
import { APPEARANCES, chooseAppearance } from "../frame/appearance.ts";
import { leaveForGood } from "../frame/leave-for-good.ts";
import { useLanguage } from "../language/language-provider.tsx";
import type { MessageId } from "../language/message-ids.ts";
import {
  addUserPath,
  createCustomerPath,
  customerPath,
  PAGES,
  partnerPath,
  planReleasePath,
} from "../paths.ts";
import type { IconName } from "../ui/icons.ts";
import type { Finding } from "./finding.ts";

/** What the person may do from here, each as the start of it; and the choices of language and appearance. */
export function useActions(me: Me): readonly Finding[] {
  const intl = useIntl();
  const { locale, choose } = useLanguage();
  const starts = startsOf(me).map(([id, icon, href]): Finding => {
    return { id: `action ${id}`, name: intl.formatMessage({ id }), icon, href };
  });
  const language = intl.formatMessage({ id: "frame.language" });
  const languages = LOCALES.filter((one) => one !== locale).map((one): Finding => {
    const name = intl.formatMessage({ id: "find.choice" }, { what: language, choice: LANGUAGES[one].name });
    return { id: `language ${one}`, name, icon: "language", run: () => choose(one) };
  });
  const appearance = intl.formatMessage({ id: "frame.appearance" });
  const appearances = APPEARANCES.map((one): Finding => {
    const choice = intl.formatMessage({ id: `frame.appearance.${one}` });
    const name = intl.formatMessage({ id: "find.choice" }, { what: appearance, choice });
    return { id: `appearance ${one}`, name, icon: "appearance", run: () => chooseAppearance(one) };
  });
  const signOut = intl.formatMessage({ id: "frame.sign_out" });
  const leave: Finding = { id: "action sign-out", name: signOut, icon: "signOut", run: leaveForGood };
  return [...starts, ...languages, ...appearances, leave];
}

/** The text of what is begun, which is that of its button where there is one; its icon; and where it begins. */
type Start = readonly [MessageId, IconName, string];

/** What a person begins here, as far as the role allows it. */
function startsOf(me: Me): readonly Start[] {
  const { partnerId, organizationId, organizationIds } = me;
  const maySet = mayI(me, "change_organization_settings");
  const starts: readonly (Start | false)[] = [
    mayI(me, "manage_catalog") && ["releases.plan", "calendar", planReleasePath()],
    mayI(me, "manage_organizations") &&
      organizationIds === undefined && ["customers.create", "add", createCustomerPath()],
    hasHub(me) && maySet && ["find.action.assign", "people", PAGES.customers],
    partnerId !== undefined &&
      mayI(me, "change_partner_settings") && [
        "find.action.partner_schedule",
        "settings",
        partnerPath(partnerId),
      ],
    organizationId !== undefined &&
      maySet && ["find.action.own_schedule", "settings", customerPath(organizationId, "settings")],
    organizationId !== undefined &&
      mayI(me, "manage_users") && ["users.add", "add", addUserPath(organizationId)],
    mayI(me, "manage_administrators") && [
      "people.invite",
      "user",
      organizationId === undefined ? PAGES.people : customerPath(organizationId, "people"),
    ],
  ];
  return starts.filter((start) => start !== false);
}
