import { Component, type ReactNode } from 'react';
import { Button } from '../parts/Button.tsx';

interface Props { children: ReactNode; /** What is said where it failed. */ failed: string; /** On the button that tries again. */ again: string }

/** Where a part fails to draw, that is said in its place; the rest of the window goes on. */
export class Boundary extends Component<Props, { isFailed: boolean }> {
  override state = { isFailed: false };
  static getDerivedStateFromError(): { isFailed: boolean } { return { isFailed: true }; }
  override render(): ReactNode {
    const { children, failed, again } = this.props;
    return this.state.isFailed ? <div className="main-waiting" role="alert"><p>{failed}</p><Button onClick={() => { this.setState({ isFailed: false }); }}>{again}</Button></div> : children;
  }
}
