// In the page, before anything else: from a click's own time stamp to the first task after the frame in which the board has its new address.
let clicked = 0;
document.addEventListener(
  'click',
  (event) => {
    clicked = event.timeStamp;
  },
  true,
);
globalThis.nextPaint = () =>
  new Promise((resolve) => {
    const observer = new MutationObserver(() => {
      observer.disconnect();
      requestAnimationFrame(() => {
        const channel = new MessageChannel();
        channel.port1.onmessage = () => resolve(performance.now() - clicked);
        channel.port2.postMessage(null);
      });
    });
    observer.observe(document.getElementById('hw-board'), { attributes: true, attributeFilter: ['data-url'] });
  });
