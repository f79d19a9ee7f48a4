namespace MailGate.Browser.Tests;

/// <summary>Finds text whose contrast to its ground is below 4.5 to 1 (WCAG 2.2, success criterion 1.4.3).</summary>
internal static class Contrast
{
    public const string Script = """
        () => {
          const channels = colour => {
            const canvas = document.createElement('canvas');
            const context = canvas.getContext('2d', { willReadFrequently: true });
            context.fillStyle = colour;
            context.fillRect(0, 0, 1, 1);
            return [...context.getImageData(0, 0, 1, 1).data];
          };
          const light = rgb => {
            const [r, g, b] = rgb.slice(0, 3).map(v => v / 255).map(v => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
            return 0.2126 * r + 0.7152 * g + 0.0722 * b;
          };
          const known = new Map();
          const lightOf = colour => { if (!known.has(colour)) known.set(colour, light(channels(colour))); return known.get(colour); };
          const ground = node => {
            for (let n = node; n; n = n.parentElement) {
              const colour = getComputedStyle(n).backgroundColor;
              if (colour !== 'rgba(0, 0, 0, 0)' && colour !== 'transparent') return colour;
            }
            return 'rgb(255, 255, 255)';
          };
          const problems = new Set();
          for (const node of document.querySelectorAll('body *')) {
            const own = [...node.childNodes].some(c => c.nodeType === 3 && c.textContent.trim());
            if (!own || node.closest('.sr, .skip, noscript, title')) continue;
            const style = getComputedStyle(node);
            const a = lightOf(node.namespaceURI.endsWith('svg') ? style.fill : style.color), b = lightOf(ground(node));
            const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
            if (ratio < 4.5) problems.add(`${node.tagName} ${node.className.baseVal ?? node.className}: ${ratio.toFixed(2)}`);
          }
          return [...problems];
        }
        """;
}
