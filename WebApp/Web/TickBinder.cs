// A box is ticked or it is not, whatever was sent for it.
using Microsoft.AspNetCore.Mvc.ModelBinding;

namespace Makola.Web;

/// <summary>
/// Binds a tick. One that is neither true nor false is an error of its field, as MVC's own binder has it; but it is not kept as what was typed: MVC's check box throws
/// when it is shown with such a value again, and the page that was to say what is wrong was a 500.
/// </summary>
public sealed class TickBinder : IModelBinder, IModelBinderProvider
{
    /// <inheritdoc/>
    public IModelBinder? GetBinder(ModelBinderProviderContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return context.Metadata.ModelType == typeof(bool) ? this : null;
    }

    /// <inheritdoc/>
    public Task BindModelAsync(ModelBindingContext bindingContext)
    {
        ArgumentNullException.ThrowIfNull(bindingContext);
        var (name, sent) = (bindingContext.ModelName, bindingContext.ValueProvider.GetValue(bindingContext.ModelName));
        if (sent == ValueProviderResult.None) return Task.CompletedTask;
        if (bool.TryParse(sent.FirstValue, out var isTicked))
        {
            bindingContext.ModelState.SetModelValue(name, sent);
            bindingContext.Result = ModelBindingResult.Success(isTicked);
            return Task.CompletedTask;
        }

        bindingContext.ModelState.SetModelValue(name, false, bool.FalseString);
        bindingContext.ModelState.TryAddModelError(name, bindingContext.ModelMetadata.ModelBindingMessageProvider.ValueIsInvalidAccessor(sent.FirstValue ?? ""));
        return Task.CompletedTask;
    }
}
