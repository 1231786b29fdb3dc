import { render } from 'preact';
import { App } from './app.tsx';
import './style/tokens.css';
import './style/base.css';
import './style/parts.css';
import 'uplot/dist/uPlot.min.css';
import './style/list.css';
import './style/list-narrow.css';
import './style/lead.css';
import './style/cards.css';
import './style/patterns.css';
import './style/nurture.css';
import './style/inbox.css';
import './style/effect.css';
import './style/settings.css';
import './style/top-narrow.css';

render(<App />, document.getElementById('app')!);
