import { useRouterState } from "@tanstack/react-router";
import { PAGES } from "../paths.ts";
import { Loading } from "../ui/states.tsx";
import styles from "./frame.module.css";

/** What stands while the very first load is under way, before it is known who the person is: the frame, still empty. */
export function FirstLoad() {
  const isSignIn = useRouterState({ select: ({ location }) => location.pathname === PAGES.signIn });
  if (isSignIn) return <Waiting />;
  return (
    <div className={styles.frame}>
      <header className={styles.top}>
        <span className={styles.brand}>Partner Hub</span>
      </header>
      <div className={styles.side} />
      <Waiting />
    </div>
  );
}

function Waiting() {
  return (
    <main className={styles.content}>
      <Loading lines={6} />
    </main>
  );
}
