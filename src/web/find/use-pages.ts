import { useIntl } from "react-intl";
import type { Me } from "../data/me.ts";
import { navigationPagesOf } from "../frame/navigation-pages.ts";
import { PAGES } from "../paths.ts";
import type { Finding } from "./finding.ts";

/** The pages of the navigation, and the person's account. */
export function usePages(me: Me): readonly Finding[] {
  const intl = useIntl();
  const places = navigationPagesOf(me).map(({ to, icon, label }): Finding => {
    return { id: `page ${to}`, name: intl.formatMessage({ id: `frame.place.${label}` }), icon, href: to };
  });
  const account = intl.formatMessage({ id: "frame.account" });
  return [...places, { id: "page account", name: account, icon: "user", href: PAGES.account }];
}
