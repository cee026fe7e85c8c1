import { Link, Outlet } from "@tanstack/react-router";
import { useEffect, useState } from "react";
import { FormattedMessage, useIntl } from "react-intl";
import { type Me, useMe } from "../data/me.ts";
import { isJustUpdated } from "../data/page-update.ts";
import { PaletteButton } from "../find/palette-button.tsx";
import { TranslationNote } from "../language/translation-note.tsx";
import { PAGES } from "../paths.ts";
import { IconButton } from "../ui/button.tsx";
import { LocalTime } from "../ui/local-time.tsx";
import { PanelColumn } from "../ui/panel-column.ts";
import { useIsPrinting } from "../ui/printing.ts";
import { showToast, Toasts } from "../ui/toasts.tsx";
import { ConnectionBanner } from "./connection-banner.tsx";
import styles from "./frame.module.css";
import { LeaveQuestion } from "./leave-question.tsx";
import { liveChanges } from "./live-changes.ts";
import { Navigation } from "./navigation.tsx";
import { PersonMenu } from "./person-menu.tsx";
import { ProofQuestion } from "./proof-question.tsx";
import { RecentMenu } from "./recent-menu.tsx";
import { TopSearch } from "./top-search.tsx";
import { useNavigation } from "./use-navigation.ts";
import { ZoneNote } from "./zone-note.tsx";

/** The frame around every page: the top bar, the navigation at the left, a panel at the right, time zones at the bottom. */
export function Frame() {
  const me = useMe();
  const { top, side, isCollapsed, toggle, onGo } = useNavigation();
  const [place, setPlace] = useState<HTMLElement | null>(null);
  const intl = useIntl();
  useEffect(() => {
    if (isJustUpdated()) showToast({ text: intl.formatMessage({ id: "frame.updated" }) });
  }, [intl]);
  useEffect(() => {
    liveChanges.start();
    return () => liveChanges.stop();
  }, []);
  return (
    <div className={`${styles.frame} ${isCollapsed ? styles.collapsed : ""}`}>
      <a className={styles.skip} href="#content">
        <FormattedMessage id="frame.skip" />
      </a>
      <header ref={top} className={styles.top}>
        <IconButton label={intl.formatMessage({ id: "frame.menu" })} icon="menu" onPress={toggle} />
        <Link to={PAGES.home} className={styles.brand ?? ""}>
          Partner Hub
        </Link>
        <Level me={me} />
        <span className={styles.space} />
        {me.organizationId === undefined && <TopSearch />}
        <PaletteButton me={me} />
        <RecentMenu me={me} />
        <PersonMenu me={me} />
      </header>
      <nav ref={side} className={styles.side} aria-label={intl.formatMessage({ id: "frame.navigation" })}>
        <Navigation me={me} isCollapsed={isCollapsed} onGo={onGo} />
      </nav>
      <main id="content" className={styles.content} tabIndex={-1}>
        <Printed me={me} />
        <ConnectionBanner />
        <PanelColumn value={place}>
          <Outlet />
        </PanelColumn>
      </main>
      <div ref={setPlace} className={styles.panel} />
      <footer className={styles.foot}>
        <ZoneNote /> <TranslationNote />
      </footer>
      <LeaveQuestion />
      <ProofQuestion />
      <Toasts />
    </div>
  );
}

/** On paper, above the title: whose page it is, when it was printed, and its address, which has the filters. */
function Printed({ me }: { me: Me }) {
  if (!useIsPrinting()) return null;
  const at = <LocalTime at={new Date().toISOString()} />;
  return (
    <p className={styles.printed}>
      Partner Hub · <Level me={me} /> · {at}
      <br />
      {window.location.href}
    </p>
  );
}

/** The partner or customer that the person belongs to, by name; the role for the vendor's people. */
function Level({ me }: { me: Me }) {
  return (
    <span className={styles.level}>{me.levelName ?? <FormattedMessage id={`frame.role.${me.role}`} />}</span>
  );
}
