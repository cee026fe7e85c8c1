import { useIntl } from "react-intl";
import type { Me } from "../data/me.ts";
import { navigationPagesOf } from "../frame/navigation-pages.ts";
import { PAGES } from "../paths.ts";
import type { Finding } from "./finding.ts";

/** The pages of the navigation, the person's account, and the guide. */
export function usePages(me: Me): readonly Finding[] {
  const intl = useIntl();
  const places = navigationPagesOf(me).map(({ to, icon, label }): Finding => {
    return { id: `page ${to}`, name: intl.formatMessage({ id: `frame.place.${label}` }), icon, href: to };
  });
  const account = intl.formatMessage({ id: "frame.account" });
  const guide = intl.formatMessage({ id: "frame.place.guide" });
  return [
    ...places,
    { id: "page account", name: account, icon: "user", href: PAGES.account },
    { id: "page guide", name: guide, icon: "help", href: PAGES.guide },
  ];
}
